#pragma once
#include <optional>
#include <string>
#include <vector>

#include "modules/app.h"
#include "modules/fulfilment/api.h"
#include "modules/orders/api.h"

namespace vitrine::returns {

using ReturnId = Id<"ret">;
using catalog::VariantId;
using orders::OrderId;

inline constexpr RefusalKind not_found{"returns.not_found", 404, "No such return"};
inline constexpr RefusalKind not_returnable{"returns.not_returnable", 409, "These goods cannot be returned"};
inline constexpr RefusalKind not_exchangeable{"returns.not_exchangeable", 409, "These goods cannot be exchanged like that"};
inline constexpr RefusalKind illegal_move{"returns.illegal_move", 409, "The return cannot go there from where it is"};
inline constexpr RefusalKind not_settled{"returns.not_settled", 409, "The exchange could not be made; try again, or give the money back"};

enum class State { asked, approved, rejected, in_transit, received, inspected, refunded, exchanged, closed, cancelled };
SHAPE_ENUM(State, asked, approved, rejected, in_transit, received, inspected, refunded, exchanged, closed, cancelled)
/// What the customer wants for the goods.
enum class Wish { refund, exchange };
SHAPE_ENUM(Wish, refund, exchange)
/// Where the money goes: to where it came from, or to the customer's credit.
enum class MoneyTo { original, store_credit };
SHAPE_ENUM(MoneyTo, original, store_credit)

/// Some units of one line of the order.
struct AskedLine {
    Whole<1, 1'000'000> position;                ///< of the order's line
    Quantity quantity;
    std::optional<VariantId> exchange_for;       ///< of an exchange: the article wanted in its place
};
SHAPE(AskedLine, position, quantity, exchange_for)
struct AskReturn {
    std::vector<AskedLine> lines;
    std::string reason;                          ///< its code in the store's policy
    std::optional<Text<0, 1'000>> words;
    std::optional<Wish> wish;                    ///< absent: refund
    std::optional<MoneyTo> to;                   ///< absent: original
    std::optional<bool> is_fetched;              ///< a courier comes for the goods; absent or false: the customer sends them
};
SHAPE(AskReturn, lines, reason, words, wish, to, is_fetched)

/// A line of an order as far as it may come back now.
struct OfferedLine {
    std::int64_t position = 1;
    VariantId variant;
    std::string sku, title, options;
    std::int64_t quantity = 0;                   ///< how many may come back; 0: none
    std::optional<Instant> until;                ///< the last moment to ask, where there is one
    std::optional<std::string> why;              ///< of none: not_delivered, window_over, not_returnable, gift, taken, closed
    std::optional<std::string> words;            ///< the same for the customer
    std::vector<VariantId> exchanges;            ///< articles of the same product that are there now
};
SHAPE(OfferedLine, position, variant, sku, title, options, quantity, until, why, words, exchanges)
struct OfferedReason {
    std::string code, words;
    bool is_our_fault = false, asks_words = false, asks_photo = false;
};
SHAPE(OfferedReason, code, words, is_our_fault, asks_words, asks_photo)
/// What the holder of an order may ask for, and what it would cost.
struct Offer {
    std::vector<OfferedLine> lines;
    std::vector<OfferedReason> reasons;
    bool is_open = false;                        ///< something may come back
    bool offers_exchange = false, offers_pickup = false;
    std::int64_t restocking_ppm = 0;             ///< kept back of the goods' share, unless the reason is ours
    std::optional<Money> pickup_fee;             ///< kept back when a courier comes and the reason is not ours
    std::string instructions;                    ///< where to send the goods, and how
};
SHAPE(Offer, lines, reasons, is_open, offers_exchange, offers_pickup, restocking_ppm, pickup_fee, instructions)

/// One line of a return. After the inspection sellable + damaged + refused = quantity.
struct ReturnLine {
    std::int64_t position = 1;
    VariantId variant;
    std::string sku, title;
    std::int64_t quantity = 1;
    std::optional<VariantId> exchange_for;
    std::optional<std::int64_t> sellable, damaged, refused;
    std::string note;
};
SHAPE(ReturnLine, position, variant, sku, title, quantity, exchange_for, sellable, damaged, refused, note)
struct ReturnEvent {
    Instant at{};
    std::optional<State> state;                  ///< the return came there by it
    std::string words, actor;
};
SHAPE(ReturnEvent, at, state, words, actor)

/// A return as staff see it; its holder sees it without who did what and what went wrong inside.
struct ReturnView {
    ReturnId id;
    std::string number;                          ///< per store, "R-1001"
    OrderId order;
    std::string order_number;
    State state = State::asked;
    std::int64_t version = 1;
    Wish wish = Wish::refund;
    MoneyTo to = MoneyTo::original;
    std::string reason, reason_words, words;     ///< words: the customer's
    bool is_our_fault = false, is_fetched = false;
    std::vector<ReturnLine> lines;
    std::string decision;                        ///< what staff said to the customer
    std::string instructions;                    ///< where the goods go
    std::optional<fulfilment::ParcelId> parcel;  ///< in which they come
    std::optional<Money> amount;                 ///< that went back as money or credit
    std::optional<Money> withheld;               ///< that was kept of the goods' share
    std::optional<Money> credit;                 ///< that paid for goods in exchange
    std::optional<std::string> refund;           ///< the order's refund, "oref_…"
    std::optional<OrderId> replacement;          ///< the order with the goods in exchange
    std::optional<std::string> replacement_link; ///< where its customer sees it, and pays what is missing
    std::optional<std::string> attention, attention_words;   ///< why it waits for a person
    Instant asked_at{}, changed_at{};
    std::vector<ReturnEvent> history;            ///< oldest first; empty in lists
};
SHAPE(ReturnView, id, number, order, order_number, state, version, wish, to, reason, reason_words, words, is_our_fault, is_fetched, lines, decision, instructions, parcel, amount, withheld, credit,
      refund, replacement, replacement_link, attention, attention_words, asked_at, changed_at, history)

/// What of an order may come back now, for whoever may see the order (its token, or staff). Refuses orders.not_found.
Task<Result<Offer>> offer(App& app, Ctx ctx, OrderId order, std::string token);

struct AskedReturn {
    ReturnView view;
    bool replayed = false;
};
/// Asks for a return, for whoever may see the order. One transaction behind the order's lock, so that no unit comes back twice. Repeatable with the same key and body. Refuses orders.not_found,
/// returns.not_returnable and request.invalid with a pointer a fault, returns.not_exchangeable, idempotency.key_reused.
Task<Result<AskedReturn>> ask(App& app, Ctx ctx, OrderId order, std::string token, std::string key, AskReturn in);

/// The returns of an order, oldest first, for whoever may see it. Refuses orders.not_found.
Task<Result<std::vector<ReturnView>>> returns_of(App& app, Ctx ctx, OrderId order, std::string token);

/// The customer thinks better of it before anything is on its way: the courier is called off, what was kept in exchange is free. Repeatable. Refuses orders.not_found, returns.not_found,
/// returns.illegal_move.
Task<Result<ReturnView>> call_off(App& app, Ctx ctx, OrderId order, std::string token, ReturnId id);

/// Writes a preset's policy where the store has none; gives whether it did. std::runtime_error names the first fault.
Task<bool> seed(pg::Db& db, Ctx ctx, std::string_view json);

/// News: a customer, or staff for him, asks for a return.
struct ReturnAsked {
    static constexpr std::string_view name = "returns.asked";
    ReturnId id;
    std::string number;
    OrderId order;
    std::string order_number;
    Wish wish = Wish::refund;
    std::string reason;                          ///< its words
};
SHAPE(ReturnAsked, id, number, order, order_number, wish, reason)
/// News: a return moved along its life.
struct ReturnMoved {
    static constexpr std::string_view name = "returns.moved";
    ReturnId id;
    std::string number;
    OrderId order;
    std::string order_number;
    State from = State::asked, to = State::asked;
    std::string words;                           ///< said to the customer; may be empty
    std::optional<Money> amount;                 ///< of refunded and exchanged: what went back as money or credit
    std::optional<OrderId> replacement;          ///< of exchanged
};
SHAPE(ReturnMoved, id, number, order, order_number, from, to, words, amount, replacement)

}  // namespace vitrine::returns
