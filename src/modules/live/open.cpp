// How a stream begins: first it is told whatever happens from now on, then what happened while it was away.
#include <algorithm>

#include "core/text.h"
#include "io/pg/db.h"
#include "io/telemetry/metrics.h"
#include "modules/live/hub.h"
#include "modules/live/open.h"

namespace vitrine::live {
namespace {

using Hub = std::shared_ptr<Streams::Inner>;
using Begin = std::function<Task<void>(Hub, FollowedPointer, FeedPointer)>;

Task<void> serve(Hub hub, StoreId id, Feed::Keeps keeps, Begin begin, http::EventSink& sink) {
    static auto open = metrics::gauge("vitrine_live_streams", "Streams of orders, payments, parcels and stock that are open");
    struct Open {
        Hub hub;
        FeedPointer feed;
        FollowedPointer store = {};
        Open(Hub at, Feed::Keeps kept) : hub(std::move(at)), feed(std::make_shared<Feed>(kept)) { ++hub->busy, ++hub->open, open.add(1); }
        ~Open() {
            if (store) store->leave(feed);
            --hub->busy, --hub->open, open.add(-1);
        }
    } stream(hub, keeps);
    try {
        auto entered = Streams::Inner::enter(hub, id);
        stream.store = co_await std::move(entered);
        if (hub->is_stopping) co_return;
        auto beginning = begin(hub, stream.store, stream.feed);
        co_await std::move(beginning);
        auto told = stream.feed->run(sink);
        co_await std::move(told);
    } catch (const pg::Unavailable&) {
        // the reader comes back and says what it has seen
    }
}

Result<http::Response> answer(App& app, StoreId store, Feed::Keeps keeps, const std::function<size_t(const Followed&)>& already, Begin begin) {
    auto hub = hub_of(app.loop);
    if (!hub || hub->is_stopping) return refuse(not_live);
    auto known = hub->stores.find(store);
    bool is_crowded = hub->open >= Streams::Inner::most_of_all || (known != hub->stores.end() && already(*known->second) >= Streams::Inner::most_of_one);
    if (is_crowded) return refuse(too_many);
    http::Response response;
    response.body = http::EventStream{[hub, store, keeps, begin = std::move(begin)](http::EventSink& sink) { return serve(hub, store, keeps, begin, sink); }};
    return response;
}

Task<void> begin_order(Hub hub, FollowedPointer store, FeedPointer feed, orders::OrderId id, std::string seen) {
    store->orders[id].feeds.push_back(feed);
    auto status = co_await read_status(hub->app, hub->ctx(store->store), id);
    if (!status) co_return feed->end();
    auto tag = tag_of(*status);
    // What was told meanwhile is newer than what was read, or the same.
    auto& told = store->orders.at(id).told[feed.get()];
    if (!told.empty()) co_return;
    told = tag;
    if (tag == seen) feed->tell({"ready", "{}", tag});
    else feed->tell({"order", to_json(*status), tag});
}

/// What happened after a message with this id, as far as is known: news that were long under way may be told a second time. Nothing for an id that is none, or where it is too much.
Task<std::optional<std::vector<jobs::LogEntry>>> missed(Hub hub, StoreId store, std::string seen, std::vector<std::string> topics) {
    auto last = jobs::EventId::parse(seen);
    if (!last) co_return std::nullopt;
    auto from = jobs::first_event_of(jobs::moment_of(*last) - hub->pace.far);
    auto found = co_await hub->app.db.read(hub->ctx(store), jobs::newest_events(from, topics, Streams::Inner::most_replayed + 1));
    if (found.size() > size_t(Streams::Inner::most_replayed)) co_return std::nullopt;
    std::ranges::reverse(found);
    std::erase_if(found, [&](const auto& entry) { return entry.id == *last; });
    co_return std::move(found);
}

void tell_where_we_are(const Followed& store, Feed& feed, std::string_view event) {
    auto newest = store.newest.is_nil() ? jobs::first_event_of(store.looked_at) : store.newest;
    feed.tell({std::string(event), "{}", newest.text()});
}

Task<void> begin_staff(Hub hub, FollowedPointer store, FeedPointer feed, std::string topic, std::string seen, std::vector<catalog::VariantId> variants) {
    store->staff.push_back({feed, topic});
    if (!variants.empty()) store->levels.push_back({feed, std::move(variants), {}});
    if (seen.empty()) tell_where_we_are(*store, *feed, "ready");
    else {
        auto news = co_await missed(hub, store->store, std::move(seen), {topic});
        if (news)
            for (const auto& entry : *news) feed->tell(told(entry));
        tell_where_we_are(*store, *feed, news ? "ready" : "reload");
    }
    store->levels_changed = true;
}

Task<void> begin_customer(Hub hub, FollowedPointer store, FeedPointer feed, accounts::Person person, std::string mailbox, std::string seen) {
    store->customers.push_back({feed, person, mailbox});
    if (seen.empty()) co_return tell_where_we_are(*store, *feed, "ready");
    auto news = co_await missed(hub, store->store, std::move(seen), {"orders", "payments", "fulfilment", "returns"});
    if (news) {
        std::map<orders::OrderId, jobs::EventId> changed;
        for (const auto& entry : *news)
            if (auto order = order_of(entry)) changed[*order] = entry.id;
        auto copy = std::make_shared<Followed>(Followed{.store = store->store});
        copy->customers = {{feed, person, mailbox}};
        if (!changed.empty()) co_await hub->tell_customers(copy, std::move(changed));
    }
    tell_where_we_are(*store, *feed, news ? "ready" : "reload");
}

}  // namespace

Result<http::Response> order_stream(App& app, const Ctx& ctx, orders::OrderId order, std::string seen) {
    auto already = [order](const Followed& store) {
        auto found = store.orders.find(order);
        return found == store.orders.end() ? size_t(0) : found->second.feeds.size();
    };
    return answer(app, ctx.store, Feed::Keeps::newest, already, [order, seen = std::move(seen)](Hub hub, FollowedPointer store, FeedPointer feed) { return begin_order(hub, store, feed, order, seen); });
}

Result<http::Response> staff_stream(App& app, const Ctx& ctx, std::string topic, std::string seen, std::vector<catalog::VariantId> variants) {
    auto already = [](const Followed&) { return size_t(0); };
    auto begin = [topic = std::move(topic), seen = std::move(seen), variants = std::move(variants)](Hub hub, FollowedPointer store, FeedPointer feed) { return begin_staff(hub, store, feed, topic, seen, variants); };
    return answer(app, ctx.store, Feed::Keeps::all, already, std::move(begin));
}

Result<http::Response> customer_stream(App& app, const Ctx& ctx, accounts::Person person, std::string mailbox, std::string seen) {
    auto already = [person](const Followed& store) { return size_t(std::ranges::count(store.customers, person, &Followed::OfCustomer::person)); };
    auto begin = [person, mailbox = lower_ascii(mailbox), seen = std::move(seen)](Hub hub, FollowedPointer store, FeedPointer feed) { return begin_customer(hub, store, feed, person, mailbox, seen); };
    return answer(app, ctx.store, Feed::Keeps::all, already, std::move(begin));
}

}  // namespace vitrine::live
