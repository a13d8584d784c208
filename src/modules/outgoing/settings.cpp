#include "modules/outgoing/settings.h"

#include <array>

#include "core/check.h"
#include "modules/outgoing/delivery.h"

namespace vitrine::outgoing {
namespace {

using Kind = notices::ProcessSetting::Kind;

constexpr notices::ProcessSetting allow_private{"webhooks_allow_private", "Whether outgoing webhooks may go to private addresses and over plain http: for development only", Kind::yes_or_no, false, "false"};
constexpr notices::ProcessSetting nats_url{"nats_url", "NATS server that gets a copy of all news in JetStream: nats://host:4222; may hold user and password; empty: none", Kind::url, true, {}, "nats,tls"};
constexpr notices::ProcessSetting nats_stream{"nats_stream", "JetStream stream of that copy; made when it is not there", Kind::text, false, "VITRINE"};
constexpr std::array declared{allow_private, nats_url, nats_stream};

}  // namespace

std::span<const notices::ProcessSetting> process_settings() { return declared; }

bool may_reach_private(const Config& config, const stores::Store& store) { return notices::setting_of(config, store, allow_private) == "true"; }

std::optional<nats::BrokerOptions> broker_of(const Config& config, const stores::Store& store) {
    auto url = notices::setting_of(config, store, nats_url);
    if (url.empty()) return {};
    return nats::BrokerOptions{.url = url, .stream = notices::setting_of(config, store, nats_stream)};
}

Task<void> follow_settings(App& app, Ctx ctx) {
    for (const auto& store : app.stores->all()) {
        bool is_wanted = broker_of(app.config, *store).has_value();
        ctx.store = store->id;
        auto question = jobs::listens(std::string(copy_kind));
        if (co_await app.db.read(ctx, std::move(question)) == is_wanted) continue;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            jobs::listen(tx, std::string(copy_kind), is_wanted);
            co_return true;
        };
        auto done = co_await app.db.transaction(ctx, body);
        check(done.has_value(), "listening refuses nothing");
    }
}

}  // namespace vitrine::outgoing
