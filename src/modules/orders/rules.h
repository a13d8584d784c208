#pragma once
#include <functional>

#include "core/transition.h"
#include "modules/orders/api.h"
#include "modules/stock/api.h"
#include "modules/stores/api.h"

namespace vitrine::orders::rules {

/// The life of an order. What is not in the table is refused with orders.illegal_move.
inline constexpr TransitionTable<State, 25> life{
    "order",
    State::pending_payment,
    {{
        {State::pending_payment, "pay", State::paid},
        {State::pending_payment, "accept", State::processing},  // paid at the door
        {State::pending_payment, "hold", State::on_hold},
        {State::pending_payment, "cancel", State::cancelled},
        {State::on_hold, "approve", State::paid},
        {State::on_hold, "accept", State::processing},         // paid at the door or authorised, after review
        {State::on_hold, "keep", State::packed},               // packed when its money came in doubt, which has gone
        {State::on_hold, "cancel", State::cancelled},
        {State::on_hold, "refund", State::refunded},           // the money is back while its payment was in doubt, mostly by a dispute that was lost
        {State::paid, "process", State::processing},
        {State::paid, "hold", State::on_hold},
        {State::paid, "refund", State::refunded},
        {State::processing, "pack", State::packed},
        {State::processing, "hold", State::on_hold},
        {State::processing, "refund", State::refunded},
        {State::processing, "cancel", State::cancelled},        // only while nothing was paid
        {State::packed, "ship", State::shipped},
        {State::packed, "hold", State::on_hold},
        {State::packed, "refund", State::refunded},
        {State::packed, "cancel", State::cancelled},
        {State::shipped, "deliver", State::delivered},
        {State::shipped, "refund", State::refunded},
        {State::delivered, "complete", State::completed},
        {State::delivered, "refund", State::refunded},
        {State::completed, "refund", State::refunded},
    }},
};

/// How the reason of a hold begins that a payment in doubt has caused.
inline constexpr std::string_view held_by_payment = "payment in doubt: ";
/// How the reason of a hold begins that a person has put.
inline constexpr std::string_view held_by_staff = "held by staff: ";
/// How the doubt of an order begins whose payment ended without money while the order waited for its review.
inline constexpr std::string_view payment_failed = "payment failed: ";

/// Why an order fell that the store's rules on risk refused after it was placed.
inline constexpr std::string_view refused_by_rules = "refused by the shop's rules";

/// Whether an order in this state is given up when its payment fails for good: nobody has its goods yet, and no money is there. A hold has a reason of its own.
bool falls_with_payment(State state);

/// Everything `place` decides from.
struct Checkout {
    const carts::CartRow& cart;
    const quotes::Memory& memory;
    const std::function<std::vector<payments::Method>(const Money&)>& methods;  ///< offered for this amount to the cart's country, with what they cost
    Instant now{};
    const AgreedPrices* agreed = nullptr;   ///< null: none
    bool gives_delivery = false;            ///< the shop delivers it for nothing
};

/// Pure. What was quoted as an order's lines: goods of the cart, then gifts.
std::vector<OrderLine> order_lines(const quotes::Prepared& prepared, const quotes::Quote& quote, const search::Snapshot& snapshot);
/// Pure. What the totals are made of, with what tax papers name.
OrderBreakdown breakdown_of(const quotes::Quote& quote, const taxes::TaxTables& tables, const taxes::Place& ship_to);
/// What the list of an agreed price is called.
inline constexpr std::string_view agreed_list = "agreed";
/// Pure. Puts agreed prices in place of those of the lists, where they are in the quote's currency.
void use_agreed(quotes::Input& input, const AgreedPrices& agreed);
/// Pure. Delivery costs nothing.
void give_delivery(quotes::Input& input);
/// Pure. What the chosen way of paying costs; a fee in another currency than the quote's is none: that way of paying is not offered there.
void add_fee(quotes::Input& input, const std::optional<payments::Fee>& fee);
/// What one piece of a bundle takes from the shelves.
struct LinePart {
    std::int64_t position = 1;    ///< of the bundle's line
    stock::Want part;
};

/// An order as it will be saved; nothing in it is decided later.
struct Draft {
    Email email;
    carts::Address shipping_address;
    std::optional<carts::Address> billing_address;
    shipping::Option shipping;
    quotes::Quote quote;
    OrderBreakdown breakdown;
    std::vector<OrderLine> lines;
    std::string payment_method;       ///< as chosen; where nothing is left to pay, the one that asks nobody
    std::optional<risk::Assessed> assessed = {};   ///< absent: the store has no rules on risk
    std::vector<LinePart> parts = {};
    std::vector<stock::Want> goods = {};           ///< what it takes from the shelves, by article: of a bundle its parts
    std::vector<stock::Want> promised = {};        ///< how much of that is not there yet
};

/// Pure. The parts of the lines that are bundles.
std::vector<LinePart> parts_of(const std::vector<OrderLine>& lines, const search::Snapshot& snapshot);
/// Pure. What these lines take from the shelves, once an article: of a bundle its parts.
std::vector<stock::Want> goods_of(const std::vector<OrderLine>& lines, const std::vector<LinePart>& parts);

/// Pure. What the cart costs with the chosen way of delivery; without an address or choice, the only option offered at home or none.
/// Refuses currency.not_sold_in.
Result<quotes::Quote> quote(const carts::CartRow& cart, const quotes::Memory& memory, Instant now, const std::optional<payments::Fee>& fee = {});

/// Pure. The country a cart goes to; the store's while it has no address.
std::string destination(const carts::CartRow& cart, const stores::Store& store);

/// Pure. Refuses as place_order documents; stock is decided by the database.
Result<Draft> place(const Checkout& seen, const PlaceOrder& in);

/// The rules' names of verbs for a state, for staff: see `life`.
Result<State> next_state(State from, std::string_view verb);

}  // namespace vitrine::orders::rules
