#include "modules/orders/refund_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/check.h"

namespace vitrine::orders::rules {
namespace {

std::string left_text(const Money& left) { return "Left: " + format_for_people(left); }

std::unexpected<Refusal> fault(std::string pointer, std::string code, std::string detail) {
    return refuse(refusals::invalid, {}, {{std::move(pointer), std::move(code), std::move(detail)}});
}

std::int64_t units_left(const RefundItem& item) { return item.paid.quantity - item.refunded; }

RefundShare share_of(const RefundItem& item, std::int64_t quantity) {
    auto discount_of = [&](std::int64_t units) { return multiply_divide(item.discount.minor, units, item.paid.quantity, Rounding::down); };
    Money discount{discount_of(item.refunded + quantity) - discount_of(item.refunded), item.discount.currency};
    return {item.kind, item.position, quantity, quotes::share_of(item.paid, quantity, item.refunded), discount};
}

bool names_items(const NewOrderRefund& in) { return (in.lines && !in.lines->empty()) || in.shipping.value_or(false) || in.fee.value_or(false); }

/// How many units of each item are asked for, in the items' order. Nothing named: all that is left of each.
Result<std::vector<std::int64_t>> wanted_units(const RefundState& state, const NewOrderRefund& in) {
    std::vector<std::int64_t> units(state.items.size(), 0);
    bool all = !names_items(in);
    for (size_t i = 0; i < units.size(); ++i) {
        const auto& item = state.items[i];
        bool is_named = (item.kind == RefundItemKind::shipping && in.shipping.value_or(false)) || (item.kind == RefundItemKind::fee && in.fee.value_or(false));
        if (all || is_named) units[i] = units_left(item);
    }
    for (size_t n = 0; in.lines && n < in.lines->size(); ++n) {
        const auto& line = (*in.lines)[n];
        auto pointer = fmt::format("/lines/{}", n);
        auto item = std::ranges::find_if(state.items, [&](const auto& one) { return one.kind == RefundItemKind::line && one.position == line.position; });
        if (item == state.items.end()) return fault(pointer + "/position", "unknown", "the order has no such line");
        auto& asked = units[size_t(item - state.items.begin())];
        if (asked > 0) return fault(pointer + "/position", "repeated", "name a line once");
        asked = line.quantity;
        if (asked > units_left(*item))
            return refuse(refund_too_large, {}, {{pointer + "/quantity", "out_of_range", fmt::format("{} of {} are left to be given back", units_left(*item), item->paid.quantity)}});
    }
    return units;
}

/// Money for no item in particular. All that is left closes the order, so that nothing of it stays in the books.
Result<RefundDecision> decide_amount(const RefundState& state, const Money& amount) {
    auto left = state.total - state.given;
    if (amount.currency != left.currency) return fault("/amount/currency", "currencies_mixed", "use the currency of the order");
    if (amount.minor <= 0) return fault("/amount/minor", "out_of_range", "give back more than nothing");
    if (left < amount) return refuse(refund_too_large, left_text(left));
    if (amount == left) return decide_refund(state, {});
    Money zero{0, left.currency};
    return RefundDecision{{}, amount, zero, amount, zero};
}

}  // namespace

std::string account_of(RefundItemKind kind) {
    switch (kind) {
        case RefundItemKind::line: return "sales";
        case RefundItemKind::shipping: return "shipping";
        case RefundItemKind::fee: return "surcharges";
    }
    return {};
}

Money discount_net(const Money& discount, const Money& net, const Money& gross, bool includes_tax) {
    if (!includes_tax || gross.is_zero()) return discount;
    return {multiply_divide(discount.minor, net.minor, gross.minor, Rounding::half_up), discount.currency};
}

RefundState refund_state(const OrderView& order, const std::vector<LaterDelivery>& later) {
    Money zero{0, order.total.currency};
    RefundState state{{}, order.total, order.rounding, zero, zero, zero, zero};
    for (const auto& line : order.lines)
        state.items.push_back({RefundItemKind::line, line.position, {line.quantity, line.gross, line.tax, line.breakdown.taxes},
                               discount_net(line.discount, line.net, line.gross, line.breakdown.includes_tax)});
    const auto& delivery = order.breakdown.shipping;
    bool includes_tax = delivery.gross == first_delivery_price(order, later) - order.shipping_discount;
    state.items.push_back({RefundItemKind::shipping, 0, {1, delivery.gross, delivery.tax, delivery.components},
                           discount_net(order.shipping_discount, delivery.net, delivery.gross, includes_tax)});
    for (const auto& one : later) state.items.push_back({RefundItemKind::shipping, one.position, {1, one.taxed.gross, one.taxed.tax, one.taxed.components}, zero});
    if (const auto& fee = order.breakdown.fee) state.items.push_back({RefundItemKind::fee, 0, {1, fee->taxed.gross, fee->taxed.tax, fee->taxed.components}, zero});
    return state;
}

Result<RefundDecision> decide_refund(const RefundState& state, const NewOrderRefund& in) {
    if (in.amount) {
        if (names_items(in)) return fault("/amount", "not_both", "name items or an amount, not both");
        if (in.withheld) return fault("/withheld", "not_both", "keep it of the amount instead");
        return decide_amount(state, *in.amount);
    }
    auto units = wanted_units(state, in);
    if (!units) return refuse(std::move(units.error()));
    auto left = state.total - state.given;
    Money zero{0, left.currency}, shares = zero;
    RefundDecision decision{{}, zero, zero, zero, zero};
    bool closes = true;
    for (size_t i = 0; i < units->size(); ++i) {
        closes = closes && (*units)[i] == units_left(state.items[i]);
        if ((*units)[i] == 0) continue;
        decision.shares.push_back(share_of(state.items[i], (*units)[i]));
        shares += decision.shares.back().part.gross;
    }
    decision.amount = shares;
    if (closes) {
        decision.amount = left;
        decision.rounding = state.rounding - state.rounding_given;
        decision.allowance = left - shares - decision.rounding;
    } else if (left < shares) {  // the order was rounded down: that much less is there
        auto missing = shares - left, unused = state.rounding_given - state.rounding;
        if (unused < missing) return refuse(refund_too_large, left_text(left));
        decision.amount = left;
        decision.rounding = -missing;
    }
    if (in.withheld) {
        if (in.withheld->currency != left.currency) return fault("/withheld/currency", "currencies_mixed", "use the currency of the order");
        if (in.withheld->minor < 0) return fault("/withheld/minor", "out_of_range", "keep nothing or more");
        decision.withheld = *in.withheld;
        decision.amount -= decision.withheld;
    }
    if (decision.amount.minor <= 0) return refuse(refund_too_large, left_text(left));
    return decision;
}

namespace {

/// Takes from the order's own payment first, then from those of its edits, oldest first. Gives what they do not reach.
Money take_from_payments(std::vector<RefundPart>& parts, Money rest, const RefundSources& from) {
    auto take = [&](const Money& left, std::optional<PaymentId> payment) {
        auto taken = left < rest ? left : rest;
        if (taken.is_zero()) return;
        parts.push_back({.way = RefundWay::payment, .amount = taken, .gone = {}, .of = payment});
        rest -= taken;
    };
    take(from.captured, {});
    for (const auto& one : from.further) take(one.left, one.payment);
    return rest;
}

Money captured_of(const RefundSources& from) {
    auto sum = from.captured;
    for (const auto& one : from.further) sum += one.left;
    return sum;
}

}  // namespace

Result<std::vector<RefundPart>> spread_applied(const Money& amount, const Money& applied, RefundTo to, const RefundSources& from) {
    if (applied.is_zero()) return spread_refund(amount, to, from);
    if (amount < applied) return refuse(refund_too_large, left_text(amount));
    std::vector<RefundPart> parts{{.way = RefundWay::applied, .amount = applied}};
    if (amount == applied) return parts;
    auto rest = spread_refund(amount - applied, to, from);
    if (!rest) return rest;
    parts.insert(parts.end(), rest->begin(), rest->end());
    return parts;
}

Result<std::vector<RefundPart>> spread_with_credit(const Money& amount, const Money& credit, const RefundSources& from) {
    if (credit.currency != amount.currency) return fault("/credit/currency", "currencies_mixed", "use the currency of the order");
    if (credit.minor <= 0 || amount < credit) return fault("/credit/minor", "out_of_range", "more than nothing, at most what is given back");
    if (from.authorized || !from.gone.empty()) return refuse(refund_too_large, "The money is not taken yet, or was lost to a dispute: give it back without credit");
    if (captured_of(from) + from.tendered < amount) return refuse(refund_too_large, left_text(captured_of(from) + from.tendered));
    auto parts = amount == credit ? std::vector<RefundPart>{} : *spread_refund(amount - credit, RefundTo::original, from);
    parts.push_back({RefundWay::store_credit, credit});
    return parts;
}

Result<std::vector<RefundPart>> spread_refund(const Money& amount, RefundTo to, const RefundSources& from) {
    if (from.authorized) {
        std::vector<RefundPart> parts;
        auto rest = take_from_payments(parts, amount, from);   // of edits: what they asked for was taken at once
        if (rest.is_zero()) return parts;
        auto most = *from.authorized - Money{1, amount.currency};
        if (most < rest) return refuse(refund_too_large, "Not taken yet: " + format_for_people(*from.authorized) + ". Cancel the order to let all of it go");
        parts.push_back({.way = RefundWay::release, .amount = rest});
        return parts;
    }
    std::vector<RefundPart> parts;
    auto rest = amount;
    auto own = from.gone.size() - from.gone_of.size();
    for (size_t i = 0; i < from.gone.size(); ++i) {
        auto had = from.gone[i].amount < rest ? from.gone[i].amount : rest;
        if (!had.is_zero()) parts.push_back({RefundWay::payment, had, from.gone[i], i < own ? std::nullopt : std::optional(from.gone_of[i - own])});
        rest -= had;
    }
    if (captured_of(from) + from.tendered < rest) return refuse(refund_too_large, left_text(amount - rest + captured_of(from) + from.tendered));
    if (rest.is_zero()) return parts;
    if (to == RefundTo::store_credit) {
        parts.push_back({RefundWay::store_credit, rest});
        return parts;
    }
    rest = take_from_payments(parts, rest, from);
    if (!rest.is_zero()) parts.push_back({RefundWay::tender, rest});
    return parts;
}

}  // namespace vitrine::orders::rules

namespace vitrine::orders {

Money first_delivery_price(const OrderView& order, const std::vector<LaterDelivery>& later) {
    auto price = order.shipping;
    for (const auto& one : later) price -= one.price;
    return price;
}

}  // namespace vitrine::orders
