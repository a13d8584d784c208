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

RefundState refund_state(const OrderView& order) {
    Money zero{0, order.total.currency};
    RefundState state{{}, order.total, order.rounding, zero, zero, zero, zero};
    for (const auto& line : order.lines)
        state.items.push_back({RefundItemKind::line, line.position, {line.quantity, line.gross, line.tax, line.breakdown.taxes},
                               discount_net(line.discount, line.net, line.gross, line.breakdown.includes_tax)});
    const auto& delivery = order.breakdown.shipping;
    bool includes_tax = delivery.gross == order.shipping - order.shipping_discount;
    state.items.push_back({RefundItemKind::shipping, 0, {1, delivery.gross, delivery.tax, delivery.components},
                           discount_net(order.shipping_discount, delivery.net, delivery.gross, includes_tax)});
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

Result<std::vector<RefundPart>> spread_with_credit(const Money& amount, const Money& credit, const RefundSources& from) {
    if (credit.currency != amount.currency) return fault("/credit/currency", "currencies_mixed", "use the currency of the order");
    if (credit.minor <= 0 || amount < credit) return fault("/credit/minor", "out_of_range", "more than nothing, at most what is given back");
    if (from.authorized || !from.gone.empty()) return refuse(refund_too_large, "The money is not taken yet, or was lost to a dispute: give it back without credit");
    if (from.captured + from.tendered < amount) return refuse(refund_too_large, left_text(from.captured + from.tendered));
    auto parts = amount == credit ? std::vector<RefundPart>{} : *spread_refund(amount - credit, RefundTo::original, from);
    parts.push_back({RefundWay::store_credit, credit});
    return parts;
}

Result<std::vector<RefundPart>> spread_refund(const Money& amount, RefundTo to, const RefundSources& from) {
    if (from.authorized) {
        auto most = *from.authorized - Money{1, amount.currency};
        if (most < amount) return refuse(refund_too_large, "Not taken yet: " + format_for_people(*from.authorized) + ". Cancel the order to let all of it go");
        return std::vector<RefundPart>{{RefundWay::release, amount}};
    }
    std::vector<RefundPart> parts;
    auto rest = amount;
    for (const auto& gone : from.gone) {
        auto had = gone.amount < rest ? gone.amount : rest;
        if (!had.is_zero()) parts.push_back({RefundWay::payment, had, gone});
        rest -= had;
    }
    if (from.captured + from.tendered < rest) return refuse(refund_too_large, left_text(amount - rest + from.captured + from.tendered));
    if (rest.is_zero()) return parts;
    if (to == RefundTo::store_credit) {
        parts.push_back({RefundWay::store_credit, rest});
        return parts;
    }
    auto by_gateway = from.captured < rest ? from.captured : rest;
    if (!by_gateway.is_zero()) parts.push_back({RefundWay::payment, by_gateway});
    if (by_gateway < rest) parts.push_back({RefundWay::tender, rest - by_gateway});
    return parts;
}

}  // namespace vitrine::orders::rules
