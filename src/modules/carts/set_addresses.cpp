#include "modules/carts/edit.h"
#include "modules/carts/reminder.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {

namespace {

/// What was refused to another customer says nothing about this one; what this one has used up is out before the order is placed.
void judge_codes(Offers& offers, const std::vector<pg::Later<std::optional<promotions::FoundCoupon>>>& found) {
    std::erase_if(offers.declined, [](const auto& declined) { return declined.reason == promotions::Reason::used_by_you || declined.reason == promotions::Reason::first_order_only; });
    for (const auto& coupon : found)
        if (*coupon && (*coupon)->is_used_by_customer) offers.declined.push_back({(*coupon)->promotion, promotions::Reason::used_by_you, (*coupon)->id});
}

/// Gives whether that changes what the cart comes to. Whose cart it is decides what is a first order, and which codes this customer has used up: a code may have been entered before the address.
Task<bool> note_customer(App& app, Ctx ctx, CartId id, Access access, std::string email) {
    auto customer = promotions::customer_key(email);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = lock(tx, {key_of(id, access)});
        auto ordered = tx.queue(promotions::has_ordered(customer));
        co_await tx.flush();
        if (locked.rows->empty()) co_return false;
        remind_later(tx);
        auto offers = offers_of(locked.rows->front());
        auto before = to_json(offers);
        std::vector<pg::Later<std::optional<promotions::FoundCoupon>>> found;
        for (const auto& coupon : offers.coupons)
            if (auto code = promotions::CouponCode::parse(coupon.code)) found.push_back(tx.queue(promotions::find_coupon(*code, customer)));
        if (!found.empty()) co_await tx.flush();
        judge_codes(offers, found);
        offers.has_ordered = *ordered;
        bool is_other = to_json(offers) != before;
        if (is_other) save_offers(tx, id, offers, false);
        co_return is_other;
    };
    auto changed = co_await app.db.transaction(ctx, body, {.durable = false});
    co_return changed.value_or(false);
}

void tidy_tax_number(Address& address, const std::string& pointer, std::vector<Fault>& faults) {
    if (!address.tax_number) return;
    auto text = address.tax_number->str();
    std::erase(text, ' ');
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
    if (taxes::is_tax_number(address.country.str(), text)) address.tax_number = Text<1, 20>::parse(text);
    else faults.push_back({pointer + "/tax_number", "tax_number.malformed", "this is not how a tax number of that country is written"});
}

}  // namespace

Task<Result<CartView>> set_addresses(App& app, Ctx ctx, CartId id, Access access, Addresses in) {
    std::vector<Fault> faults;
    tidy_tax_number(in.shipping, "/shipping", faults);
    if (in.billing) tidy_tax_number(*in.billing, "/billing", faults);
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto billing = in.billing ? std::optional(RawJson{to_json(*in.billing)}) : std::nullopt;
    auto statement = sql::set_addresses(id, token_hash(access), in.email.str(), RawJson{to_json(in.shipping)}, billing, in.version);
    auto view = co_await edit(app, ctx, id, access, std::move(statement), in.version);
    if (!view) co_return refuse(std::move(view.error()));
    if (co_await note_customer(app, ctx, id, access, in.email.str())) co_return co_await carts::view(app, ctx, id, access);
    co_return view;
}

Task<Result<CartView>> choose_currency(App& app, Ctx ctx, CartId id, Access access, Currency currency, std::optional<std::int64_t> version) {
    if (!app.stores->known(ctx.store)->sells_in(currency))
        co_return refuse(prices::currency_not_sold, "this shop does not sell in " + std::string(currency.code()), {{"/currency", "currency.not_sold_in", "choose one of its currencies"}});
    auto statement = sql::choose_currency(id, token_hash(access), currency, version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), version);
}

Task<Result<CartView>> choose_shipping(App& app, Ctx ctx, CartId id, Access access, std::string option, std::optional<std::int64_t> version) {
    auto statement = sql::choose_shipping(id, token_hash(access), option, version);
    co_return co_await edit(app, ctx, id, access, std::move(statement), version);
}

}  // namespace vitrine::carts
