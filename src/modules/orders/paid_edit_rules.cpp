#include "modules/orders/paid_edit_rules.h"

#include <algorithm>
#include <map>

namespace vitrine::orders::rules {
namespace {

std::int64_t to_send(const OrderLine& line) { return line.quantity - line.cancelled.value_or(0); }

/// Sums of one tax or promotion are one, however often the order grew.
void add_taxes(std::vector<quotes::TaxTotal>& all, const std::vector<quotes::TaxTotal>& more) {
    for (const auto& one : more) {
        auto same = std::ranges::find_if(all, [&](const auto& tax) { return tax.name == one.name && tax.ppm == one.ppm; });
        if (same == all.end()) all.push_back(one);
        else same->taxable += one.taxable, same->amount += one.amount;
    }
}
void add_discounts(std::vector<quotes::DiscountTotal>& all, const std::vector<quotes::DiscountTotal>& more) {
    for (const auto& one : more) {
        auto same = std::ranges::find(all, one.promotion, &quotes::DiscountTotal::promotion);
        if (same == all.end()) all.push_back(one);
        else same->amount += one.amount;
    }
}

}  // namespace

bool may_be_edited(State state) { return state == State::paid || state == State::processing; }

bool may_be_carried_out(State state) { return state == State::paid || state == State::processing || state == State::packed || state == State::on_hold; }

PaidEditChanges changes_of(const OrderView& order, const std::vector<EditedLine>& wanted) {
    std::map<VariantId, std::int64_t> too_many;
    for (const auto& line : order.lines)
        if (!line.breakdown.is_gift) too_many[line.variant] += to_send(line);
    PaidEditChanges changes;
    for (size_t i = 0; i < wanted.size(); ++i) {
        auto has = too_many.find(wanted[i].variant);
        auto there = has == too_many.end() ? 0 : has->second;
        if (has != too_many.end()) has->second = std::max<std::int64_t>(there - wanted[i].quantity, 0);
        if (wanted[i].quantity <= there) continue;
        changes.adds.push_back({wanted[i].variant, wanted[i].quantity - there});
        changes.wished.push_back(i);
    }
    for (auto line = order.lines.rbegin(); line != order.lines.rend(); ++line) {
        if (line->breakdown.is_gift) continue;
        auto& left = too_many[line->variant];
        auto taken = std::min(left, to_send(*line));
        if (taken == 0) continue;
        changes.takes.push_back({{line->position}, {taken}});
        left -= taken;
    }
    std::ranges::sort(changes.takes, {}, [](const RefundLine& line) { return std::int64_t(line.position); });
    return changes;
}

PaidEditChanges all_again(const OrderView& order, const std::vector<EditedLine>& wanted) {
    PaidEditChanges changes;
    for (const auto& line : order.lines)
        if (to_send(line) > 0) changes.takes.push_back({{line.position}, {to_send(line)}});
    for (size_t i = 0; i < wanted.size(); ++i) {
        changes.adds.push_back({wanted[i].variant, wanted[i].quantity});
        changes.wished.push_back(i);
    }
    return changes;
}

void keep_prices(quotes::Input& input, const OrderView& order) {
    for (auto& line : input.lines) {
        auto bought = std::ranges::find_if(order.lines, [&](const OrderLine& one) { return one.variant == line.variant && !one.breakdown.is_gift; });
        if (bought == order.lines.end() || bought->unit_price.currency != input.currency) continue;
        line.unit.price = bought->unit_price;
        line.unit.compare_at.reset();
        line.unit.includes_tax = bought->breakdown.includes_tax;
        line.unit.list = bought->breakdown.price_list;
    }
}

void net_goods(PaidEditPlan& plan, const std::vector<stock::Want>& added, const std::vector<stock::Want>& taken) {
    for (const auto& want : added) {
        auto back = std::ranges::find(taken, want.variant, &stock::Want::variant);
        auto stays = back == taken.end() ? 0 : std::min(back->quantity, want.quantity);
        if (stays > 0) plan.stays.push_back({want.variant, stays});
        if (want.quantity > stays) plan.keeps.push_back({want.variant, want.quantity - stays});
    }
}

OrderView grown(const OrderView& order, const PaidEditPlan& plan) {
    auto out = order;
    out.lines.insert(out.lines.end(), plan.lines.begin(), plan.lines.end());
    out.subtotal += plan.subtotal, out.discount += plan.discount, out.tax += plan.tax, out.tax_included += plan.tax_included, out.rounding += plan.rounding, out.total += plan.added;
    if (plan.delivery) out.shipping += plan.delivery->price;
    out.shipping_name = plan.shipping_name;
    out.shipping_address = plan.shipping_address;
    out.breakdown.place_of_supply = plan.place_of_supply;
    add_taxes(out.breakdown.taxes, plan.taxes);
    add_discounts(out.breakdown.discounts, plan.discounts);
    return out;
}

OrderView addition_of(const OrderView& order, const PaidEditPlan& plan) {
    Money zero{0, order.total.currency};
    auto out = order;
    out.lines = plan.lines;
    out.subtotal = plan.subtotal, out.discount = plan.discount, out.tax = plan.tax, out.tax_included = plan.tax_included, out.rounding = plan.rounding, out.total = out.payable = plan.added;
    out.shipping = out.shipping_discount = zero;
    out.breakdown = {.shipping = {zero, zero, zero, {}}, .taxes = plan.taxes, .discounts = plan.discounts, .tenders = {}, .tax_number = order.breakdown.tax_number, .place_of_supply = plan.place_of_supply, .fee = {}};
    if (plan.delivery) {
        out.shipping = plan.delivery->price;
        out.breakdown.shipping = plan.delivery->taxed;
    }
    out.shipping_name = plan.shipping_name;
    out.shipping_address = plan.shipping_address;
    return out;
}

}  // namespace vitrine::orders::rules
