#pragma once
#include <algorithm>
#include <memory>
#include <ranges>

#include "io/http/server.h"
#include "simulators/framework/webhooks.h"
#include "tests/support/run.h"

namespace vitrine::test {

/// A simulated provider on the test's own loop. What it tells the shop is not sent but kept, to be handed in when the test says so.
template <class Provider>
class ProviderStand {
public:
    template <class... Keys>
    ProviderStand(Loop& loop, web::Client& web, std::vector<http::Route> routes, Keys&&... keys) : it(loop, web, 1, std::forward<Keys>(keys)...), loop_(loop) {
        it.hold_ms = 1;
        it.heard = [this](const simulators::Webhook& webhook) { told.push_back(webhook); };
        router_ = std::make_unique<http::Router>(std::move(routes));
        auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
        server_ = std::make_unique<http::Server>(loop, *router_, &it, gate, http::ServerOptions{.port = 0, .access_log = false});
        server_->listen();
    }
    ~ProviderStand() {
        run(loop_, server_->drain(2s));
        run(loop_, sleep_for(5ms));  // for what the end of the drain has cancelled
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

    /// The last message of this kind; std::logic_error when there is none.
    const simulators::Webhook& last_told(const std::string& kind) const {
        auto newest_first = told | std::views::reverse;
        auto last = std::ranges::find(newest_first, kind, &simulators::Webhook::type);
        if (last == std::ranges::end(newest_first)) throw std::logic_error("nothing was told of " + kind);
        return *last;
    }

    Provider it;
    std::vector<simulators::Webhook> told;

private:
    Loop& loop_;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace vitrine::test
