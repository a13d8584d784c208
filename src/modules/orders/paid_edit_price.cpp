// What an edit of a paid order comes to: the share of what is taken back, and a quote of what is added.
#include "modules/orders/paid_edit_price.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/orders/as_cart.h"
#include "modules/orders/delivery_address.h"
#include "modules/search/api.h"

namespace vitrine::orders {
namespace {

quotes::Wanted wanted_of(const OrderView& order, const carts::Address& ship_to, const std::vector<stock::Want>& goods) { return carts::wanted(as_cart(order, ship_to, goods)); }

std::vector<OrderLine> units_of(const OrderView& order, const std::vector<RefundLine>& takes) {
    std::vector<OrderLine> out;
    for (const auto& take : takes) {
        out.push_back(*std::ranges::find(order.lines, std::int64_t(take.position), &OrderLine::position));
        out.back().quantity = take.quantity;
    }
    return out;
}

class Pricing {
public:
    Pricing(const App& app, const Ctx& ctx, const OrderView& order, const rules::RefundState& given, const std::vector<rules::LinePart>& parts,
            const std::vector<LaterDelivery>& later, const PaidEditWish& wish)
        : memory_(quotes::memory_of(app, ctx.store)), now_(ctx.now), order_(order), given_(given), parts_(parts), later_(later), wish_(wish), ship_to_(wish.shipping_address.value_or(order.shipping_address)),
          zero_{0, order.total.currency} {}

    Result<PaidEditPlan> plan() {
        plan_.subtotal = plan_.discount = plan_.tax = plan_.tax_included = plan_.rounding = plan_.added = plan_.taken_back = zero_;
        plan_.shipping_name = order_.shipping_name;
        plan_.shipping_address = ship_to_;
        plan_.place_of_supply = order_.breakdown.place_of_supply;
        plan_.to = wish_.to.value_or(RefundTo::original);
        bool is_moved = to_json(ship_to_) != to_json(order_.shipping_address);
        bool is_taxed_otherwise = is_moved && !taxed_the_same(order_, ship_to_, memory_, now_);
        if (is_taxed_otherwise && !order_.breakdown.discounts.empty()) return refuse(other_delivery, "Other taxes are due there, and offers stand on the order: cancel it and write it anew");
        changes_ = is_taxed_otherwise ? rules::all_again(order_, wish_.lines) : rules::changes_of(order_, wish_.lines);
        if (auto fine = add_lines(); !fine) return refuse(std::move(fine.error()));
        if (wish_.shipping_option || is_moved)
            if (auto fine = add_delivery(is_taxed_otherwise); !fine) return refuse(std::move(fine.error()));
        if (auto fine = take_back(); !fine) return refuse(std::move(fine.error()));
        bool says_something = is_moved || !plan_.takes.empty() || !plan_.lines.empty() || plan_.delivery || plan_.takes_delivery;
        if (!says_something) return refuse(not_editable, "The order says that already");
        rules::net_goods(plan_, added_goods(), rules::goods_of(units_of(order_, plan_.takes), parts_));
        explain();
        return std::move(plan_);
    }

private:
    Result<void> add_lines() {
        if (changes_.adds.empty()) return {};
        auto prepared = quotes::prepare(memory_, wanted_of(order_, ship_to_, changes_.adds), now_);
        if (!prepared) return refuse(std::move(prepared.error()));
        if (!prepared->missing.empty()) {
            std::vector<Fault> faults;
            for (auto i : prepared->missing) faults.push_back({fmt::format("/lines/{}", changes_.wished[i]), "carts.variant_unknown", "this article is not for sale"});
            return refuse(carts::variant_unknown, {}, std::move(faults));
        }
        prepared->input.shipping.reset();
        rules::keep_prices(prepared->input, order_);
        auto quote = quotes::quote(prepared->input);
        plan_.lines = rules::order_lines(*prepared, quote, *memory_.snapshot);
        for (auto& line : plan_.lines) line.position += std::int64_t(order_.lines.size());
        for (const auto& part : rules::parts_of(plan_.lines, *memory_.snapshot)) plan_.parts.push_back({part.position, part.part.variant, part.part.quantity});
        plan_.subtotal = quote.subtotal, plan_.discount = quote.discount, plan_.tax = quote.tax, plan_.tax_included = quote.tax_included, plan_.rounding = quote.rounding, plan_.added = quote.total;
        plan_.taxes = quote.taxes, plan_.discounts = quote.discounts;
        plan_.place_of_supply = rules::breakdown_of(quote, *prepared->input.taxes, prepared->input.ship_to).place_of_supply;
        steps_ = std::move(quote.explanation);
        return {};
    }

    /// The way of delivery for all that shall be sent, by today's rates and without offers; its taxes are those that the whole order gives it.
    Result<void> add_delivery(bool is_taxed_otherwise) {
        auto wanted = delivery_wish(order_, wish_);
        auto prepared = quotes::prepare(memory_, wanted, now_);
        if (!prepared) return refuse(std::move(prepared.error()));
        const auto& options = prepared->options;
        if (options.empty()) return refuse(shipping::not_served, {}, {{"/shipping_address", "not_served", "we do not deliver there"}});
        auto option = wish_.shipping_option ? std::ranges::find(options, wish_.shipping_option->str(), &shipping::Option::id) : std::ranges::find(options, order_.shipping_name, &shipping::Option::name);
        if (option == options.end() && wish_.shipping_option) return refuse(shipping::option_unknown, {}, {{"/shipping_option", "unknown", "choose one that is offered there"}});
        if (option == options.end()) return refuse(shipping::not_served, "The order's way of delivery is not offered there", {{"/shipping_option", "required", "choose one that is offered there"}});
        plan_.shipping_name = option->name;
        auto paid = later_.empty() ? first_delivery_price(order_, later_) : later_.back().price;
        bool is_as_before = option->name == order_.shipping_name && option->price == paid && !is_taxed_otherwise;
        if (is_as_before) return {};
        auto& input = prepared->input;
        input.shipping = quotes::Shipping{option->id, option->name, option->price};
        input.promotions.reset();
        rules::keep_prices(input, order_);
        auto quote = quotes::quote(input);
        plan_.delivery = LaterDelivery{-1 - std::ssize(later_), option->name, option->price, quote.shipping_taxed};
        plan_.takes_delivery = true;
        const auto& taxed = quote.shipping_taxed;
        plan_.tax += taxed.tax;
        if (taxed.gross == option->price) plan_.tax_included += taxed.tax;
        plan_.added += taxed.gross;
        steps_.push_back({"shipping", option->name, taxed.gross});
        return {};
    }

    Result<void> take_back() {
        NewOrderRefund in{.reason = *Text<1, 500>::parse("edit")};
        if (!changes_.takes.empty()) in.lines = changes_.takes;
        bool has_delivery = std::ranges::any_of(given_.items, [](const rules::RefundItem& item) { return item.kind == RefundItemKind::shipping && item.refunded == 0 && !item.paid.gross.is_zero(); });
        plan_.takes_delivery = plan_.takes_delivery && has_delivery;
        if (plan_.takes_delivery) in.shipping = true;
        if (!in.lines && !in.shipping) return {};
        auto decision = rules::decide_refund(given_, in);
        if (!decision) return refuse(std::move(decision.error()));
        plan_.takes = changes_.takes;
        plan_.taken_back = decision->amount;
        for (const auto& share : decision->shares)
            plan_.taken.push_back({share.kind, share.position, share.quantity, share.part.gross - share.part.tax, share.part.tax, share.part.gross, share.part.components});
        return {};
    }

    std::vector<stock::Want> added_goods() const {
        std::vector<rules::LinePart> parts;
        for (const auto& part : plan_.parts) parts.push_back({part.position, {part.variant, part.quantity}});
        return rules::goods_of(plan_.lines, parts);
    }

    void explain() {
        auto& steps = plan_.explanation;
        steps.push_back({"bought", "As it stands", given_.total - given_.given});
        for (const auto& item : plan_.taken) {
            auto line = std::ranges::find(order_.lines, item.position, &OrderLine::position);
            auto text = item.kind == RefundItemKind::line ? fmt::format("{} × {} back", item.quantity, line->title) : "Delivery back";
            steps.push_back({"taken_back", std::move(text), -item.gross});
        }
        steps.insert(steps.end(), steps_.begin(), steps_.end());
        steps.push_back({"difference", "Added less taken back", plan_.difference()});
    }

    quotes::Memory memory_;
    Instant now_;
    const OrderView& order_;
    const rules::RefundState& given_;
    const std::vector<rules::LinePart>& parts_;
    const std::vector<LaterDelivery>& later_;
    const PaidEditWish& wish_;
    carts::Address ship_to_;
    Money zero_;
    rules::PaidEditChanges changes_;
    PaidEditPlan plan_;
    std::vector<quotes::Step> steps_;
};

}  // namespace

quotes::Wanted delivery_wish(const OrderView& order, const PaidEditWish& wish) {
    std::vector<stock::Want> goods;
    for (const auto& line : wish.lines) goods.push_back({line.variant, line.quantity});
    return wanted_of(order, wish.shipping_address.value_or(order.shipping_address), goods);
}

Result<PaidEditPlan> plan_paid_edit(const App& app, const Ctx& ctx, const OrderView& order, const rules::RefundState& given, const std::vector<rules::LinePart>& parts,
                                    const std::vector<LaterDelivery>& later, const PaidEditWish& wish) {
    return Pricing(app, ctx, order, given, parts, later, wish).plan();
}

}  // namespace vitrine::orders
