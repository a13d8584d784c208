// From the log of news to deliveries, and to the broker.
#include "modules/outgoing/delivery.h"
#include "modules/outgoing/settings.h"
#include "modules/outgoing/sql.h"

namespace vitrine::outgoing {
namespace {

std::string slug_of(const App& app, StoreId id) {
    auto store = app.stores->known(id);
    return store->slug;
}

}  // namespace

std::string body_of(const jobs::LogEntry& entry, const std::string& store_slug) {
    return to_json(Envelope{entry.id, entry.name, entry.at, store_slug, entry.aggregate, entry.sequence, entry.payload});
}

void deliver_later(pg::Tx& tx, DeliveryId id, EndpointId endpoint, const std::string& aggregate) {
    jobs::later(tx, std::string(deliver_kind), endpoint.text() + "/" + aggregate, tx.ctx().now, DeliverEvent{id});
}

Task<void> relay(App& app, const jobs::Attempt& attempt, const jobs::LogEntry& entry) {
    auto body_text = body_of(entry, slug_of(app, attempt.ctx.store));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto endpoints = co_await tx.ask(sql::endpoints_for(entry.name));
        attempt.finish(tx);
        if (endpoints.empty()) co_return true;
        std::vector<DeliveryId> ids;
        for (size_t i = 0; i < endpoints.size(); ++i) ids.push_back(DeliveryId::next(attempt.ctx.now));
        auto added = co_await tx.ask(sql::add_deliveries(ids, endpoints, entry.id, entry.name, entry.aggregate, entry.sequence, body_text, attempt.ctx.now));
        for (const auto& one : added) deliver_later(tx, one.id, one.endpoint, entry.aggregate);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> copy(App& app, const jobs::Attempt& attempt, const jobs::LogEntry& entry) {
    auto store = app.stores->known(attempt.ctx.store);
    auto options = broker_of(app.config, *store);
    if (!options) co_return;  // no copy is wanted any more: what still waits for one is let go
    auto subject = "vitrine." + store->slug + "." + entry.name;
    auto broker = nats::Broker::at(*options);
    auto published = broker->publish(subject, entry.id.text(), body_of(entry, store->slug));
    auto ack = co_await std::move(published);
    if (!ack.is_stored) throw std::runtime_error("the broker did not take it: " + ack.error);
}

void jobs(jobs::Registry& registry) {
    registry.timer(std::string(relay_kind), relay);
    registry.timer(std::string(deliver_kind), deliver, deliver_options);
    registry.timer(std::string(copy_kind), copy, copy_options);
}

}  // namespace vitrine::outgoing
