#include "modules/storefront/codes.h"

namespace vitrine::storefront {
namespace {

html::Data entered(std::string_view kind, std::string value, std::string label, std::string text, bool is_bad) {
    return html::Data{{"kind", kind}, {"value", std::move(value)}, {"label", std::move(label)}, {"text", text.empty() ? html::Data(false) : html::Data(std::move(text))}, {"bad", is_bad}};
}

/// Why an entered code does nothing now, in the shopper's words; empty while it does.
std::string idle_text(const carts::CartView& cart, const std::string& code) {
    for (const auto& refused : cart.totals.refused_coupons)
        if (refused.code == code) return refused.text;
    return {};
}

/// What is on a gift card, and why it pays nothing where it does not.
std::string card_text(const carts::CartView& cart, const carts::EnteredCard& card) {
    auto text = format_for_people(card.balance) + " on it";
    return card.balance.currency == cart.currency ? text : text + ", which pays in " + std::string(card.balance.currency.code()) + " only";
}

}  // namespace

void add_codes(html::Members& into, const carts::CartView& cart, std::string_view return_to, std::string_view place, const std::optional<CodeFault>& fault) {
    html::List list;
    for (const auto& code : cart.coupons) {
        auto idle = idle_text(cart, code);
        list.push_back(entered("coupon", code, code, idle, !idle.empty()));
    }
    for (const auto& card : cart.gift_cards)
        list.push_back(entered("gift_card", card.id.text(), "Gift card ending in " + card.last_four, card_text(cart, card), card.balance.currency != cart.currency));
    bool has_entered = !list.empty();
    into["codes"] = html::Data{{"has_entered", has_entered},
                               {"entered", std::move(list)},
                               {"return_to", return_to},
                               {"place", place},
                               {"open", fault.has_value()},
                               {"typed", fault ? fault->typed : std::string()},
                               {"fault", fault ? html::Data(fault->text) : html::Data(false)}};
}

Task<Result<carts::CartView>> enter_code(App& app, Ctx ctx, carts::CartId cart, carts::Access access, std::string typed) {
    auto coupon = promotions::CouponCode::parse(typed);
    auto card = tenders::CardCode::parse(typed);
    std::optional<Result<carts::CartView>> answer;
    if (coupon) answer.emplace(co_await carts::enter_coupon(app, ctx, cart, access, {*coupon, {}}));
    bool is_no_coupon = !answer || (!*answer && answer->error().code == promotions::coupon_unknown.code);
    if (card && is_no_coupon) answer.emplace(co_await carts::enter_gift_card(app, ctx, cart, access, {*card, {}}));
    if (!answer) co_return refuse(promotions::coupon_unknown, "Codes have 3 to 40 letters and digits. Check what you typed.");
    co_return std::move(*answer);
}

}  // namespace vitrine::storefront
