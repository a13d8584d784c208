// Who is told what of the news.
#include <boost/json.hpp>

#include <algorithm>

#include "core/text.h"
#include "io/telemetry/log.h"
#include "modules/live/hub.h"
#include "modules/orders/of_customer/api.h"

namespace vitrine::live {

Message told(const jobs::LogEntry& entry) { return {entry.name, to_json(Told{entry.id, entry.name, entry.at, entry.aggregate, entry.sequence, entry.payload}), entry.id.text()}; }

std::optional<orders::OrderId> order_of(const jobs::LogEntry& entry) {
    boost::system::error_code fault;
    auto payload = boost::json::parse(entry.payload.text, fault);
    const auto* object = fault ? nullptr : payload.if_object();
    const auto* order = object ? object->if_contains("order") : nullptr;
    const auto* text = order ? order->if_string() : nullptr;
    return text ? orders::OrderId::parse(std::string_view(*text)) : std::nullopt;
}

Task<void> Streams::Inner::tell(const FollowedPointer& store, std::vector<jobs::LogEntry> news) {
    std::map<orders::OrderId, jobs::EventId> changed;
    for (const auto& entry : news) {
        auto topic = entry.name.substr(0, entry.name.find('.'));
        for (const auto& one : store->staff)
            if (one.topic == topic) one.feed->tell(told(entry));
        if (topic != "payments") store->levels_changed = true;
        if (store->orders.empty() && store->customers.empty()) continue;
        auto order = order_of(entry);
        if (!order) continue;
        changed[*order] = entry.id;
        touched(store, *order);
    }
    if (!changed.empty() && !store->customers.empty()) co_await tell_customers(store, std::move(changed));
}

/// An order is told to whose mailbox it was placed with, if it is still theirs.
Task<void> Streams::Inner::tell_customers(const FollowedPointer& store, std::map<orders::OrderId, jobs::EventId> changed) {
    std::vector<orders::OrderId> ids;
    for (const auto& [id, event] : changed) ids.push_back(id);
    auto all = co_await orders::of_customer::owned(app, ctx(store->store), std::move(ids));
    auto customers = store->customers;
    for (const auto& one : customers) {
        auto is_theirs = [&](const auto& owned) { return owned.mailbox == one.mailbox; };
        if (std::ranges::none_of(all, is_theirs)) continue;
        auto profile = co_await accounts::profile(app, ctx(store->store), one.person);
        if (!profile || lower_ascii(profile->email) != one.mailbox) {
            one.feed->end();
            continue;
        }
        for (const auto& owned : all)
            if (is_theirs(owned)) one.feed->tell({"order", to_json(owned.order), changed.at(owned.order.id).text()});
    }
}

void Streams::Inner::touched(const FollowedPointer& store, orders::OrderId id) {
    auto found = store->orders.find(id);
    if (found == store->orders.end()) return;
    found->second.is_stale = true;
    if (std::exchange(found->second.is_reading, true)) return;
    ++busy;
    app.loop.spawn(refresh(shared_from_this(), store, id));
}

/// Reads the order once for all who follow it, and again when it was changed meanwhile.
Task<void> Streams::Inner::refresh(std::shared_ptr<Inner> self, FollowedPointer store, orders::OrderId id) {
    auto& order = store->orders.at(id);   // stays while it is being read
    while (std::exchange(order.is_stale, false) && !self->is_stopping) {
        std::optional<OrderStatus> status;
        try {
            status = co_await read_status(self->app, self->ctx(store->store), id);
        } catch (const std::exception& why) {
            log::warn("live.read_failed", {{"error", why.what()}});
            for (const auto& feed : order.feeds) feed->end();   // it comes back, and says what it has seen
        }
        if (!status) break;
        auto tag = tag_of(*status);
        for (const auto& feed : order.feeds)
            if (std::exchange(order.told[feed.get()], tag) != tag) feed->tell({"order", to_json(*status), tag});
    }
    order.is_reading = false;
    if (order.feeds.empty()) store->orders.erase(id);
    --self->busy;
}

/// One question for all articles that are watched; each reader is told what differs from what it was told.
Task<void> Streams::Inner::read_levels(std::shared_ptr<Inner> self, FollowedPointer store) {
    store->reads_levels = true;
    store->levels_changed = false;
    auto now = clock_now();
    store->next_levels = now + self->pace.levels_every;
    store->far_levels = now + self->pace.far_every;
    std::set<catalog::VariantId> watched;
    for (const auto& one : store->levels) watched.insert(one.variants.begin(), one.variants.end());
    std::vector<stock::LevelNow> rows;
    std::exception_ptr failure;
    try {
        rows = co_await self->app.db.read(self->ctx(store->store), stock::levels_now({watched.begin(), watched.end()}));
    } catch (...) {
        failure = std::current_exception();
    }
    store->reads_levels = false;
    if (failure) std::rethrow_exception(failure);
    for (const auto& row : rows)
        for (auto& one : store->levels) {
            if (std::ranges::find(one.variants, row.variant) == one.variants.end()) continue;
            auto text = to_json(row);
            if (one.told[row.variant] == text) continue;
            one.feed->tell({"level", text, {}});
            one.told[row.variant] = std::move(text);
        }
}

}  // namespace vitrine::live
