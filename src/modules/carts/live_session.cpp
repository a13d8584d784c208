#include <algorithm>

#include "io/telemetry/metrics.h"
#include "modules/carts/live_edit.h"
#include "modules/carts/live_hub.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

using namespace live_messages;

namespace {

std::string snapshot_text(const Shown& shown, std::string reason) { return to_json(Snapshot{.reason = std::move(reason), .tag = shown.trace.tag, .cart = shown.view}); }

}  // namespace

/// Whether a message more would be too many. What waits is thrown away then: the device gets the cart as a whole, and asks again what became of its edits.
bool Session::collapses() {
    static auto resyncs = metrics::counter("vitrine_live_cart_resyncs_total", "Devices that were too slow and got their cart as a whole");
    if (needs_snapshot_) return true;
    if (line_.size() < longest_line) return false;
    line_.clear();
    needs_snapshot_ = true;
    resyncs.add();
    return true;
}

void Session::push(std::string text) {
    if (is_gone_ || ending_code_ != 0 || collapses()) return;
    line_.push_back(std::move(text));
    wake();
}

void Session::show(const ShownPointer& now, const std::map<ShownPointer, std::string>& deltas) {
    if (!is_ready || shown == now) return;
    auto before = std::exchange(shown, now);
    if (is_gone_ || ending_code_ != 0 || collapses()) return;
    auto found = deltas.find(before);
    line_.push_back(found != deltas.end() ? found->second : to_json(delta(before->trace, now->view, now->trace)));
    wake();
}

void Session::begin(const ShownPointer& now, const Trace* seen_before, bool has_seen) {
    is_ready = true;
    shown = now;
    if (has_seen) push(to_json(Current{.version = now->view.version, .tag = now->trace.tag}));
    else if (seen_before) push(to_json(delta(*seen_before, now->view, now->trace)));
    else push(snapshot_text(*now, "hello"));
}

void Session::end(int code, std::string reason) {
    if (ending_code_ != 0 || is_gone_) return;
    ending_code_ = code;
    ending_reason_ = std::move(reason);
    wake();
}

void Session::wake() {
    if (is_writing_ || is_gone_) return;
    is_writing_ = true;
    Loop::here().spawn(write(shared_from_this()));
}

Task<void> Session::write(std::shared_ptr<Session> self) {
    while (!self->is_gone_) {
        std::string text;
        if (self->needs_snapshot_ && self->shown) {
            self->needs_snapshot_ = false;
            text = snapshot_text(*self->shown, "resync");
        } else if (!self->line_.empty()) {
            text = std::move(self->line_.front());
            self->line_.pop_front();
        } else break;
        if (!co_await self->socket_.send(std::move(text))) self->is_gone_ = true;
    }
    if (self->ending_code_ != 0 && !std::exchange(self->is_gone_, true)) co_await self->socket_.close(self->ending_code_, self->ending_reason_);
    self->is_writing_ = false;
}

Task<void> Session::finish() {
    if (ending_code_ == 0) is_gone_ = true;
    while (is_writing_) co_await sleep_for(2ms);
    is_gone_ = true;
}

namespace {

/// What a conversation knows.
struct Talk {
    std::shared_ptr<LiveCarts::Inner> hub;
    Ctx ctx;
    CartId id;
    Access access;
    std::shared_ptr<Session> session;
    std::shared_ptr<Channel> channel = {};
    Instant next_edit_at = {};

    Ctx now() const {
        auto out = ctx;
        out.now = clock_now();
        out.deadline = out.now + Duration(10s);
        return out;
    }
};

struct Read {
    std::int64_t heard = 0;
    std::optional<CartRow> row;
    std::vector<CartId> joined;
};

/// Gives a place in the channel and the cart as it stands; closes the door on whoever has no right to it.
Task<void> greet(Talk& talk, const Incoming& said) {
    if (talk.channel) co_return talk.session->end(not_readable, "hello is said once");
    if (said.token && talk.access.token.empty()) talk.access = Access{*said.token};
    auto key = key_of(talk.id, talk.access);
    talk.channel = talk.hub->enter(talk.ctx.store, key, talk.session);
    if (!talk.channel) co_return talk.session->end(too_many_devices, "this cart is open on too many devices");
    auto ctx = talk.now();
    auto body = [&](pg::Tx& tx) -> Task<Result<Read>> {
        auto known = co_await tx.ask(sql::find(talk.id, key.token_hash));
        if (!known) co_return Read{};
        tx.send(sql::watch(talk.id));  // and read behind it: an edit from now on knows that somebody looks
        // What was heard is read before the cart: the cart holds at least that.
        auto [heard, found, joined] = co_await tx.ask(sql::device(talk.id, said.device.value_or("")), sql::find(talk.id, key.token_hash), sql::merged_into(talk.id));
        co_return Read{heard ? heard->number : 0, std::move(found), std::move(joined)};
    };
    auto read = co_await talk.hub->app.db.transaction(ctx, body, {.durable = false});
    auto& [heard, row, joined] = *read;
    if (!row) co_return talk.session->end(not_yours, "no such cart");
    if (row->state != "active") {
        talk.session->push(to_json(Closed{.state = row->state}));
        co_return talk.session->end(no_longer_open, row->state);
    }
    auto version = row->version;
    talk.hub->absorb(*talk.channel, std::move(*row));
    if (talk.session->is_ending() || !talk.channel->now) co_return;
    talk.session->push(to_json(Welcome{.cart = talk.id, .version = version, .heard = heard, .joined = joined}));
    const Trace* seen = nullptr;
    for (const auto& past : talk.channel->past)
        if (said.seen == past.tag) seen = &past;
    const auto& now = talk.channel->now;
    talk.session->begin(now, seen, said.seen == now->trace.tag);
}

/// Fifty edits at once, then fifty a second: more wait, and with them the device that sends them.
Task<void> keep_pace(Talk& talk) {
    constexpr Duration between = 20ms, credit = 1s;
    auto now = clock_now();
    talk.next_edit_at = std::max(talk.next_edit_at, now - credit) + between;
    if (talk.next_edit_at > now) co_await sleep_for(talk.next_edit_at - now);
}

Task<void> edit(Talk& talk, const Incoming& said) {
    if (!talk.session->is_ready) co_return talk.session->end(not_readable, "say hello first");
    auto wanted = edit_of(said);
    if (!wanted) co_return talk.session->end(not_readable, wanted.error().errors.front().pointer + ": " + wanted.error().errors.front().detail);
    co_await keep_pace(talk);
    auto done = co_await apply_edit(talk.hub->app, talk.now(), talk.id, talk.access, *wanted);
    if (done) {
        auto version = done->row.version;
        talk.hub->absorb(*talk.channel, std::move(done->row));  // shown before it is acknowledged: the screen never goes back
        co_return talk.session->push(to_json(ack_of(*wanted, done->verdict, done->heard, version)));
    }
    bool is_closed = done.error().code == closed.code;
    if (is_closed) talk.session->push(to_json(Closed{.state = "closed"}));
    talk.session->end(is_closed ? no_longer_open : not_yours, done.error().title);
}

Task<void> answer(Talk& talk, const std::string& text) {
    auto said = read_json<Incoming>(text);
    if (!said) talk.session->end(not_readable, "this message cannot be read");
    else if (said->type == "hello") co_await greet(talk, *said);
    else if (said->type == "edit") co_await edit(talk, *said);
    else if (said->type == "ping") talk.session->push(to_json(Pong{}));
    else talk.session->end(not_readable, "no such type");
}

}  // namespace

Task<void> converse(std::shared_ptr<LiveCarts::Inner> hub, Ctx ctx, CartId id, Access access, http::Socket& socket, Stay stay) {
    static auto open = metrics::gauge("vitrine_live_carts", "Devices that have a cart open over a WebSocket");
    Talk talk{hub, std::move(ctx), id, std::move(access), std::make_shared<Session>(socket, std::move(stay))};
    hub->newcomers.push_back(talk.session);
    hub->keep_time();
    open.add(1);
    ++hub->busy;
    std::exception_ptr failure;
    try {
        while (!hub->is_stopping) {
            auto text = co_await socket.receive();
            if (!text || talk.session->is_ending()) break;
            co_await answer(talk, *text);
        }
    } catch (...) {
        failure = std::current_exception();  // the database is away: the device comes back and repeats what was not acknowledged
    }
    if (failure) talk.session->end(1011, "try again");
    if (talk.channel) hub->leave(talk.channel, talk.session);
    co_await talk.session->finish();
    --hub->busy;
    open.add(-1);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace vitrine::carts
