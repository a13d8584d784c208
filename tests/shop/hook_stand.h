#pragma once
#include <deque>

#include "io/http/server.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// Somebody who takes webhooks, on the shop's own loop: answers as told and keeps what came.
class HookStand {
public:
    explicit HookStand(Shop& shop);
    ~HookStand();

    struct Told {
        std::string body, id, timestamp, signature;
    };
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/hook"; }

    std::deque<int> answers;          ///< of the next calls; 200 when there is none left
    std::string location;             ///< of answers that lead elsewhere
    std::vector<Told> told;
    int elsewhere = 0;                ///< how often somebody followed

private:
    static Task<Result<http::Response>> take(HookStand& stand, Ctx, const http::Request& request);
    static Task<Result<http::Response>> follow(HookStand& stand, Ctx);
    Shop& shop_;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace vitrine::test
