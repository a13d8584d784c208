#pragma once
// What is said on a live cart's WebSocket. One JSON object a message, with its `type`. docs/adr/0028 says why it is like this.
#include "modules/carts/rules.h"

namespace vitrine::carts::live_messages {

/// Close codes of our own (RFC 6455 leaves 4000 to 4999 to applications). 1001: the process restarts, come back at once.
inline constexpr int not_readable = 4400, signed_out = 4401, not_yours = 4404, said_nothing = 4408, no_longer_open = 4409, too_many_devices = 4429;

/// From a device. hello: {token?, device?, seen?} · edit: {device, number, after?, kind, variant, quantity, seen_quantity?} · ping.
struct Incoming {
    std::string type;
    std::optional<std::string> token;          ///< where no header or cookie could carry it
    std::optional<std::string> device;         ///< 8 to 40 letters and digits, the device's own choice, kept for good
    std::optional<std::string> seen;           ///< the `tag` of the cart that the device shows
    std::optional<std::int64_t> number, after;
    std::optional<rules::EditKind> kind;
    std::optional<VariantId> variant;
    std::optional<std::int64_t> quantity;
    std::optional<std::int64_t> seen_quantity;
};
SHAPE(Incoming, type, token, device, seen, number, after, kind, variant, quantity, seen_quantity)

/// The answer to hello; `current`, `delta` or `snapshot` follows.
struct Welcome {
    std::string type = "welcome";
    CartId cart;
    std::int64_t version = 1;                  ///< of the cart that holds them
    std::int64_t heard = 0;                    ///< the device's edits up to this number are in the cart
    std::vector<CartId> joined;                ///< guests' carts that went into this one: what was meant for them is meant for it
};
SHAPE(Welcome, type, cart, version, heard, joined)

struct Current {
    std::string type = "current";
    std::int64_t version = 1;
    std::string tag;
};
SHAPE(Current, type, version, tag)

struct Snapshot {
    std::string type = "snapshot";
    std::string reason;                        ///< "hello", or "resync": this device was too slow for what happened
    std::string tag;
    CartView cart;
};
SHAPE(Snapshot, type, reason, tag, cart)

/// What differs from the cart with the tag `from`: an edit, or another price or stock at the same version.
struct Delta {
    std::string type = "delta";
    std::string from, tag;
    std::int64_t version = 1;
    std::vector<LineView> lines;               ///< new or different
    std::vector<LineId> gone;
    std::int64_t item_count = 0;
    Money subtotal;
    Totals totals;
    std::vector<GiftView> gifts;
};
SHAPE(Delta, type, from, tag, version, lines, gone, item_count, subtotal, totals, gifts)

struct Ack {
    std::string type = "ack";
    std::string device;
    std::int64_t number = 0;
    rules::Outcome outcome{};
    VariantId variant;
    std::int64_t quantity = 0;                 ///< of the article now
    std::int64_t heard = 0;
    std::int64_t version = 1;                  ///< of the cart that holds it: a screen of this version or a later one shows it
    std::optional<std::string> code, text;     ///< why it is not as wanted
};
SHAPE(Ack, type, device, number, outcome, variant, quantity, heard, version, code, text)

struct Closed {
    std::string type = "closed";
    std::string state;                         ///< "ordered", "merged", "gone"
};
SHAPE(Closed, type, state)

struct Pong {
    std::string type = "pong";
};
SHAPE(Pong, type)

/// What is remembered of a cart that was shown: its name, and enough of each line to see that it is another. Some bytes a line.
struct Trace {
    std::string tag;
    std::vector<std::pair<LineId, std::uint64_t>> lines;
};
Trace trace_of(const CartView& view);          ///< pure
/// Pure. What `after` (whose trace is `now`) shows that the one with the trace `before` did not; both of the same cart.
Delta delta(const Trace& before, const CartView& after, const Trace& now);
/// Pure. The edit of a message. Refuses request.invalid with what is missing.
Result<rules::Edit> edit_of(const Incoming& said);
/// Pure.
Ack ack_of(const rules::Edit& edit, const rules::Verdict& verdict, std::int64_t heard, std::int64_t version);

}  // namespace vitrine::carts::live_messages
