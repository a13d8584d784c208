#pragma once
// Who has which cart open on this loop, and what they are told.
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "modules/carts/live_messages.h"

namespace vitrine::carts {

/// After the commit, whoever has one of these carts open hears of it: on this loop at once, on others by NOTIFY. Nothing where nobody has.
void tell_after_commit(pg::Tx& tx, pg::Later<std::optional<CartRow>> cart);
void tell_after_commit(pg::Tx& tx, pg::Later<std::vector<CartRow>> carts);
void tell_after_commit(pg::Tx& tx, const CartRow& cart);

/// A priced cart, with its name and what is remembered of it.
struct Shown {
    CartView view;
    live_messages::Trace trace;
};
using ShownPointer = std::shared_ptr<const Shown>;

/// One device's socket. Messages wait in a bounded line; when the device is too slow for it, all that waits becomes one snapshot of the cart as it is then.
class Session : public std::enable_shared_from_this<Session> {
public:
    explicit Session(http::Socket& socket, Stay stay = {}) : stay(std::move(stay)), socket_(socket), opened_at(clock_now()) {}

    void push(std::string text);
    /// Tells what the cart is now; what the device has seen is what was last told.
    void show(const ShownPointer& now, const std::map<ShownPointer, std::string>& deltas);
    /// The whole cart, or nothing but its name where the device has seen it, or the difference from what it has seen.
    void begin(const ShownPointer& now, const live_messages::Trace* seen_before, bool has_seen);
    /// Sends what waits, then closes. Once.
    void end(int code, std::string reason);
    bool is_ending() const { return ending_code_ != 0; }
    /// Waits until nothing is written any more; the socket may go then. Nothing is sent after it.
    Task<void> finish();

    static constexpr size_t longest_line = 32;
    ShownPointer shown;         ///< as of the last message in line
    bool is_ready = false;      ///< has said hello and was answered
    const Stay stay;

private:
    static Task<void> write(std::shared_ptr<Session> self);
    void wake();
    bool collapses();

    http::Socket& socket_;
    std::deque<std::string> line_;
    bool is_writing_ = false, is_gone_ = false, needs_snapshot_ = false;
    int ending_code_ = 0;
    std::string ending_reason_;

public:
    const Instant opened_at;
};

/// One cart that somebody on this loop has open.
struct Channel {
    StoreId store;
    CartKey key;
    std::optional<CartRow> row;
    ShownPointer now;                   ///< while a device has it open
    std::deque<live_messages::Trace> past;  ///< what devices that come back may have seen; the newest last
    std::vector<std::shared_ptr<Session>> sessions;
    std::shared_ptr<const void> priced_by, priced_in;  ///< the snapshot and the rules that `now` was priced by
    std::uint64_t facts = 0;            ///< what the snapshot said of its articles then
    Instant priced_at{}, left_at{};
    bool is_stale = false, is_reading = false;
    std::uint64_t sure_of = 0;          ///< how many losses of the connection `row` is known to have outlived
};

struct LiveCarts::Inner : std::enable_shared_from_this<LiveCarts::Inner> {
    Inner(App& app, pg::DbOptions listen);

    /// The channel of the cart, with this session in it: from here on nothing is missed. Null where as many devices as may have it open already.
    std::shared_ptr<Channel> enter(StoreId store, const CartKey& key, const std::shared_ptr<Session>& session);
    void leave(const std::shared_ptr<Channel>& channel, const std::shared_ptr<Session>& session);
    /// Takes what was read of the cart, unless something newer is known (which counts no more with `may_go_back`), and tells all who are in.
    void absorb(Channel& channel, CartRow row, bool may_go_back = false);
    void hear(const std::string& payload);  ///< what other loops and processes say
    /// The connection was away since the row was read, and the database may have lost its last edits: what it says next counts, though its version is lower.
    bool may_go_back(const Channel& channel) const { return channel.sure_of < losses; }
    void touched(CartId id);            ///< somebody edited it
    void announce(CartId id);           ///< we did: tells the others
    void keep_time();                   ///< starts the clock of this hub where it stands still
    Ctx ctx(StoreId store) const;

    App& app;
    std::string origin;                 ///< of our own announcements
    using Key = std::pair<CartId, std::string>;      ///< with the hash it is opened by: a wrong one is nobody else's trouble
    std::map<Key, std::shared_ptr<Channel>> channels;
    std::vector<std::weak_ptr<Session>> newcomers;   ///< that have not said hello
    std::uint64_t losses = 0;           ///< how often news may have been missed; a question asked before the last of them proves nothing about it
    bool is_stopping = false;
    int busy = 0;                       ///< coroutines at work

private:
    friend class LiveCarts;
    static Task<void> read(std::shared_ptr<Inner> self, std::shared_ptr<Channel> channel);
    static Task<void> tick(std::shared_ptr<Inner> self);
    Task<void> look_after_rows();
    void show_out(Channel& channel, int code, std::string_view state);
    void price(Channel& channel);
    void price_what_changed();
    bool is_behind(CartId id, std::int64_t version, std::uint64_t as_of);
    void end_silent_newcomers();
    void end_who_is_signed_out();
    static Task<void> ask_who_stays(std::shared_ptr<Inner> self);
    bool is_ticking_ = false, is_asking_ = false;
    Instant next_watch_{}, next_poll_{};
    Key next_priced_{};
    std::unique_ptr<pg::Listener> listener_;
};

/// The hub of a loop; null where none works.
std::shared_ptr<LiveCarts::Inner> live_hub_of(const Loop& loop);

/// One device's conversation, from hello to the end of the socket.
Task<void> converse(std::shared_ptr<LiveCarts::Inner> hub, Ctx ctx, CartId id, Access access, http::Socket& socket, Stay stay = {});

}  // namespace vitrine::carts
