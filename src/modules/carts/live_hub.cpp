#include "modules/carts/live_hub.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "core/random.h"
#include "io/telemetry/log.h"
#include "modules/carts/features/api.h"
#include "modules/carts/sql.h"
#include "modules/carts/view.h"

namespace vitrine::carts {
namespace {

constexpr auto channel_name = "vitrine_carts";
constexpr Duration step = 50ms, hello_limit = 10s, watch_every = 4min, poll_every = 5s, price_every = 1min, kept_after_leaving = 2min;
constexpr Duration priced_a_step = 1ms;  ///< out of each 50: this loop serves pages, too
constexpr size_t most_past = 8, most_past_lines = 400, most_at_once = 500, most_idle = 2'000, most_devices = 32;

std::mutex guard;
std::map<const Loop*, std::weak_ptr<LiveCarts::Inner>>& all_hubs() {
    static std::map<const Loop*, std::weak_ptr<LiveCarts::Inner>> hubs;
    return hubs;
}

void tell(const CartRow& cart) {
    if (!cart.is_watched) return;
    if (auto hub = live_hub_of(Loop::here())) hub->announce(cart.id);
}

/// What the shop says of these articles, in a number. Anything else that could change what the cart comes to is looked at once a minute.
std::uint64_t facts_of(const CartRow& row, const std::vector<GiftView>& gifts, const search::Snapshot& snapshot) {
    auto variants = row.variants;
    for (const auto& gift : gifts) variants.push_back(gift.variant);
    std::string all;
    for (auto variant : variants) {
        auto facts = snapshot.variant(variant);
        if (!facts) all += "-\n";
        else all += fmt::format("{} {} {} {} {} {} {}\n", facts->price.minor, facts->compare_at_price ? facts->compare_at_price->minor : -1, facts->available, facts->slug, facts->title, facts->options_text, facts->category_slug);
    }
    return std::hash<std::string>{}(all);
}

void remember(std::deque<live_messages::Trace>& past, const live_messages::Trace& trace) {
    if (!past.empty() && past.back().tag == trace.tag) return;
    past.push_back(trace);
    size_t lines = 0;
    for (const auto& one : past) lines += one.lines.size();
    while (past.size() > most_past || (past.size() > 1 && lines > most_past_lines)) {
        lines -= past.front().lines.size();
        past.pop_front();
    }
}

}  // namespace

std::shared_ptr<LiveCarts::Inner> live_hub_of(const Loop& loop) {
    std::scoped_lock hold(guard);
    auto found = all_hubs().find(&loop);
    return found == all_hubs().end() ? nullptr : found->second.lock();
}

void tell_after_commit(pg::Tx& tx, pg::Later<std::optional<CartRow>> cart) {
    tx.after_commit([cart] {
        if (*cart) tell(**cart);
    });
}
void tell_after_commit(pg::Tx& tx, pg::Later<std::vector<CartRow>> carts) {
    tx.after_commit([carts] {
        for (const auto& cart : *carts) tell(cart);
    });
}
void tell_after_commit(pg::Tx& tx, const CartRow& cart) {
    if (cart.is_watched) tx.after_commit([id = cart.id] {
        if (auto hub = live_hub_of(Loop::here())) hub->announce(id);
    });
}

LiveCarts::Inner::Inner(App& app, pg::DbOptions listen) : app(app), origin(random_token(40)) {
    listen.connections = 1;
    listener_ = std::make_unique<pg::Listener>(app.loop, std::move(listen), channel_name, [this](std::string payload) { hear(payload); });
}

Ctx LiveCarts::Inner::ctx(StoreId store) const {
    auto now = clock_now();
    return {.now = now, .store = store, .role = Role::worker, .actor = "live", .deadline = now + Duration(10s)};
}

/// "cart origin"; nothing: the connection was away, and anything may have happened, even that a crash took the last edits back. The poll asks about many at once.
void LiveCarts::Inner::hear(const std::string& payload) {
    auto space = payload.find(' ');
    if (space != std::string::npos && payload.substr(space + 1) == origin) return;
    if (auto id = CartId::parse(payload.substr(0, space))) return touched(*id);
    ++losses;
    next_poll_ = clock_now();
}

void LiveCarts::Inner::announce(CartId id) {
    touched(id);
    app.db.notify_soon(channel_name, id.text() + " " + origin);
}

void LiveCarts::Inner::touched(CartId id) {
    if (is_stopping) return;
    for (auto at = channels.lower_bound({id, {}}); at != channels.end() && at->first.first == id; ++at) {
        auto& channel = at->second;
        if (channel->sessions.empty()) continue;
        channel->is_stale = true;
        if (channel->is_reading) continue;
        channel->is_reading = true;
        ++busy;
        app.loop.spawn(read(shared_from_this(), channel));
    }
}

/// Reads the cart once for all who have it open, and again when it was edited meanwhile.
Task<void> LiveCarts::Inner::read(std::shared_ptr<Inner> self, std::shared_ptr<Channel> channel) {
    while (std::exchange(channel->is_stale, false) && !self->is_stopping) {
        std::optional<std::optional<CartRow>> row;
        auto as_of = self->losses;
        try {
            row = co_await self->app.db.read(self->ctx(channel->store), sql::find(channel->key.id, channel->key.token_hash));
        } catch (const std::exception& why) {
            log::warn("carts.live_read_failed", {{"error", why.what()}});  // the poll tries again
        }
        if (!row) break;
        bool may_go_back = channel->sure_of < as_of;
        channel->sure_of = std::max(channel->sure_of, as_of);
        if (*row) self->absorb(*channel, std::move(**row), may_go_back);
        else self->show_out(*channel, live_messages::not_yours, "gone");
    }
    channel->is_reading = false;
    --self->busy;
}

std::shared_ptr<Channel> LiveCarts::Inner::enter(StoreId store, const CartKey& key, const std::shared_ptr<Session>& session) {
    auto& channel = channels[{key.id, key.token_hash.value}];
    if (!channel) channel = std::make_shared<Channel>(Channel{.store = store, .key = key});
    if (channel->sessions.size() >= most_devices) return nullptr;
    if (!channel->row) channel->sure_of = losses;  // it is read from here on
    channel->sessions.push_back(session);
    keep_time();
    return channel;
}

void LiveCarts::Inner::leave(const std::shared_ptr<Channel>& channel, const std::shared_ptr<Session>& session) {
    std::erase(channel->sessions, session);
    channel->left_at = clock_now();
    if (!channel->sessions.empty()) return;
    channel->now.reset();  // whoever comes back is told by what is remembered
    channel->row.reset();
    channel->priced_by.reset();
    channel->priced_in.reset();
    bool is_of_no_use = channel->past.empty() || channels.size() > most_idle;
    if (is_of_no_use) channels.erase({channel->key.id, channel->key.token_hash.value});
}

void LiveCarts::Inner::absorb(Channel& channel, CartRow row, bool may_go_back) {
    if (channel.sessions.empty()) return;
    if (channel.row && row.version < channel.row->version && !may_go_back) return;
    bool is_open = row.state == "active";
    auto state = row.state;
    channel.row = std::move(row);
    if (is_open) price(channel);
    else show_out(channel, live_messages::no_longer_open, state);
}

void LiveCarts::Inner::show_out(Channel& channel, int code, std::string_view state) {
    auto sessions = channel.sessions;
    for (const auto& session : sessions) {
        session->push(to_json(live_messages::Closed{.state = std::string(state)}));
        session->end(code, std::string(state));
    }
}

void LiveCarts::Inner::price(Channel& channel) {
    auto memory = quotes::memory_of(app, channel.store);
    auto now = clock_now();
    auto view = priced(*channel.row, memory, now);
    channel.priced_by = memory.snapshot;
    channel.priced_in = memory.rules;
    channel.priced_at = now;
    channel.facts = facts_of(*channel.row, view.gifts, *memory.snapshot);
    auto trace = live_messages::trace_of(view);
    if (channel.now && channel.now->trace.tag == trace.tag) return;
    auto before = channel.now;
    channel.now = std::make_shared<const Shown>(std::move(view), std::move(trace));
    remember(channel.past, channel.now->trace);
    std::map<ShownPointer, std::string> deltas;
    if (before && !channel.sessions.empty()) deltas.emplace(before, to_json(live_messages::delta(before->trace, channel.now->view, channel.now->trace)));
    for (const auto& session : channel.sessions) session->show(channel.now, deltas);
}

/// Prices, offers and stock come from memory: carts whose own articles changed are priced anew, all others by and by, without asking the database. Goes on
/// where it stopped when its time was up.
void LiveCarts::Inner::price_what_changed() {
    auto now = clock_now();
    std::map<StoreId, quotes::Memory> memories;
    size_t looked_at = 0;
    auto at = channels.upper_bound(next_priced_);
    while (looked_at++ < channels.size() && clock_now() < now + priced_a_step) {
        if (at == channels.end()) at = channels.begin();
        auto& channel = *at->second;
        next_priced_ = (at++)->first;
        if (!channel.now || !channel.row || channel.row->state != "active") continue;
        auto known = memories.find(channel.store);
        if (known == memories.end()) known = memories.emplace(channel.store, quotes::memory_of(app, channel.store)).first;
        const auto& memory = known->second;
        bool is_due = memory.rules != channel.priced_in || now >= channel.priced_at + price_every;
        if (!is_due && memory.snapshot == channel.priced_by) continue;
        if (!is_due && facts_of(*channel.row, channel.now->view.gifts, *memory.snapshot) == channel.facts) channel.priced_by = memory.snapshot;
        else price(channel);
    }
}

void LiveCarts::Inner::end_who_is_signed_out() {
    for (const auto& [key, channel] : channels)
        for (const auto& session : channel->sessions)
            if (session->stay.until && clock_now() >= *session->stay.until) session->end(live_messages::signed_out, "sign in again");
}

/// Of those who were let in by a session that can end at any time.
Task<void> LiveCarts::Inner::ask_who_stays(std::shared_ptr<Inner> self) {
    std::vector<std::shared_ptr<Session>> all;
    for (const auto& [key, channel] : self->channels)
        for (const auto& session : channel->sessions)
            if (session->stay.stands && !session->is_ending()) all.push_back(session);
    try {
        for (const auto& session : all) {
            if (self->is_stopping) break;
            auto stands = session->stay.stands();
            if (!co_await std::move(stands)) session->end(live_messages::signed_out, "sign in again");
        }
    } catch (const std::exception& why) {
        log::warn("carts.live_stay_failed", {{"error", why.what()}});  // asked again in a few seconds
    }
    self->is_asking_ = false;
    --self->busy;
}

void LiveCarts::Inner::end_silent_newcomers() {
    std::erase_if(newcomers, [now = clock_now()](const std::weak_ptr<Session>& weak) {
        auto session = weak.lock();
        if (!session || session->is_ready || session->is_ending()) return true;
        if (now < session->opened_at + hello_limit) return false;
        session->end(live_messages::said_nothing, "say hello");
        return true;
    });
}

/// `as_of`: how many losses had been by when the database was asked.
bool LiveCarts::Inner::is_behind(CartId id, std::int64_t version, std::uint64_t as_of) {
    bool is_other = false;
    for (auto at = channels.lower_bound({id, {}}); at != channels.end() && at->first.first == id; ++at) {
        auto& channel = *at->second;
        if (!channel.row) continue;
        if (channel.row->version == version) channel.sure_of = std::max(channel.sure_of, as_of);
        else is_other = is_other || channel.row->version < version || may_go_back(channel);
    }
    return is_other;
}

/// Once in a while: says that the open carts are watched, and finds edits whose NOTIFY was lost. One statement for many carts.
Task<void> LiveCarts::Inner::look_after_rows() {
    auto now = clock_now();
    bool is_time_to_watch = now >= next_watch_;
    if (!is_time_to_watch && now < next_poll_) co_return;
    std::map<StoreId, std::vector<CartId>> open;
    for (const auto& [key, channel] : channels)
        if (!channel->sessions.empty() && channel->row) open[channel->store].push_back(key.first);
    next_poll_ = now + poll_every;
    if (is_time_to_watch) next_watch_ = now + watch_every;
    if (!std::exchange(is_asking_, true)) {
        ++busy;
        app.loop.spawn(ask_who_stays(shared_from_this()));
    }
    for (const auto& [store, ids] : open)
        for (size_t from = 0; from < ids.size(); from += most_at_once) {
            std::vector<CartId> some(ids.begin() + std::ptrdiff_t(from), ids.begin() + std::ptrdiff_t(std::min(ids.size(), from + most_at_once)));
            auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<sql::CartVersion>>> {
                auto versions = co_await tx.ask(sql::versions(some));
                if (is_time_to_watch) tx.send(sql::watch_all(some));  // leaves with the commit: locked for a moment only
                co_return std::move(versions);
            };
            auto as_of = losses;
            auto versions = co_await app.db.transaction(ctx(store), body, {.durable = false});
            for (const auto& row : *versions)
                if (is_behind(row.id, row.version, as_of)) touched(row.id);
        }
}

void LiveCarts::Inner::keep_time() {
    if (is_ticking_ || is_stopping) return;
    is_ticking_ = true;
    next_watch_ = clock_now() + watch_every;
    next_poll_ = clock_now() + poll_every;
    ++busy;
    app.loop.spawn(tick(shared_from_this()));
}

Task<void> LiveCarts::Inner::tick(std::shared_ptr<Inner> self) {
    while (!self->is_stopping && !(self->channels.empty() && self->newcomers.empty())) {
        co_await sleep_for(step);
        if (self->is_stopping) break;
        self->end_silent_newcomers();
        self->end_who_is_signed_out();
        self->price_what_changed();
        try {
            co_await self->look_after_rows();
        } catch (const std::exception& why) {
            log::warn("carts.live_poll_failed", {{"error", why.what()}});
        }
        std::erase_if(self->channels, [now = clock_now()](const auto& entry) { return entry.second->sessions.empty() && !entry.second->is_reading && now > entry.second->left_at + kept_after_leaving; });
    }
    self->is_ticking_ = false;
    --self->busy;
}

LiveCarts::LiveCarts(App& app, pg::DbOptions listen) : inner_(std::make_shared<Inner>(app, std::move(listen))) {
    std::scoped_lock hold(guard);
    all_hubs()[&app.loop] = inner_;
}

LiveCarts::~LiveCarts() {
    inner_->is_stopping = true;
    inner_->listener_.reset();
    std::scoped_lock hold(guard);
    std::erase_if(all_hubs(), [this](const auto& entry) { auto hub = entry.second.lock(); return !hub || hub == inner_; });
}

Task<void> LiveCarts::stop() {
    inner_->is_stopping = true;
    inner_->listener_.reset();
    for (const auto& [key, channel] : inner_->channels)
        for (const auto& session : channel->sessions) session->end(1001, "restarting");
    for (const auto& newcomer : inner_->newcomers)
        if (auto session = newcomer.lock()) session->end(1001, "restarting");
    while (inner_->busy > 0) co_await sleep_for(2ms);
    inner_->channels.clear();
}

Result<http::Response> live(App& app, Ctx ctx, CartId id, Access access, Stay stay) {
    auto hub = live_hub_of(app.loop);
    if (!hub || hub->is_stopping || !flags::is_on(live_cart, ctx, id.text())) return refuse(not_live);
    http::Response response;
    response.body = http::Upgrade{[hub, ctx = std::move(ctx), id, access = std::move(access), stay = std::move(stay)](http::Socket& socket) { return converse(hub, ctx, id, access, socket, stay); }};
    return response;
}

}  // namespace vitrine::carts
