#include "tests/shop/offer_shop.h"

namespace vitrine::test {

OfferShop::OfferShop(int connections) : shop(connections), pen(shop.article("PEN-1", Shop::rupees(250), 10'000)) {
    shop.app.rulebook = std::make_shared<quotes::Rulebook>();
    follow();
}

void OfferShop::promote(const std::string& members, std::vector<std::string> codes, const std::string& name) {
    auto definition = R"({"name":")" + name + R"(","label":")" + name + "\"," + members + "}";
    if (!run(promotions::seed(shop.app.db, shop.ctx, definition, std::move(codes)))) throw std::logic_error("there is such a promotion already");
    follow();
}

void OfferShop::limit_code(const std::string& code, const std::string& columns) {
    shop.database.run("update promotions.coupons set " + columns + " where code = '" + code + "'");
}

void OfferShop::follow() { run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store))); }

tenders::IssuedGiftCard OfferShop::card(Money amount) { return run(tenders::issue(shop.app, shop.ctx, {amount, {}, *tenders::Reason::parse("a test")})).value(); }

std::int64_t OfferShop::balance(tenders::AccountId card) { return run(tenders::find(shop.app, shop.ctx, card)).value().balance.minor; }

Task<Shop::Cart> OfferShop::cart_with(std::vector<std::string> codes, std::vector<std::string> cards, std::int64_t quantity) {
    auto cart = co_await shop.open_cart({{pen, quantity}});
    for (const auto& code : codes) {
        auto refusal = co_await enter(cart, code);
        if (!refusal.empty()) throw std::runtime_error(refusal);
    }
    for (const auto& code : cards) {
        auto entered = co_await carts::enter_gift_card(shop.app, shop.ctx, cart.id, cart.access, {*tenders::CardCode::parse(code), {}});
        if (!entered) throw std::runtime_error(entered.error().code);
    }
    auto view = co_await seen(cart);
    cart.total = view.totals.total;
    cart.version = view.version;
    co_return cart;
}

Task<carts::CartView> OfferShop::seen(Shop::Cart cart) {
    auto view = co_await carts::view(shop.app, shop.ctx, cart.id, cart.access);
    co_return std::move(view.value());
}

Task<std::string> OfferShop::enter(Shop::Cart cart, std::string code) {
    auto entered = co_await carts::enter_coupon(shop.app, shop.ctx, cart.id, cart.access, {*promotions::CouponCode::parse(code), {}});
    co_return entered ? "" : entered.error().code;
}

Task<Shop::Attempt> OfferShop::try_to_place(Shop::Cart cart, std::string email, std::string method) {
    auto ctx = shop.ctx;
    ctx.now = clock_now();
    auto key = cart.id.text() + " " + std::string(cart.total.currency.code()) + std::to_string(cart.total.minor) + " " + std::to_string(cart.version);
    auto placed = co_await orders::place(shop.app, ctx, cart.access, key, {cart.id, {}, std::move(method), cart.total, *Email::parse(email)});
    co_return Shop::Attempt{std::move(placed)};
}

Task<Shop::Attempt> OfferShop::look_and_place(Shop::Cart cart, std::string email) {
    auto view = co_await seen(cart);
    cart.total = view.totals.total;
    cart.version = view.version;
    co_return co_await try_to_place(cart, std::move(email));
}

Task<std::string> OfferShop::cancel(orders::OrderId order) {
    auto ctx = shop.ctx;
    ctx.role = Role::staff;
    ctx.now = clock_now();
    auto cancelled = co_await orders::call_off(shop.app, ctx, order, "a test");
    co_return cancelled ? "" : cancelled.error().code;
}

void OfferShop::expect_sound() {
    EXPECT_EQ(shop.count("select count(*) from promotions.limits l where l.uses <> (select count(*) from promotions.claims k where k.promotion = l.promotion and k.state = 'claimed')"), 0);
    EXPECT_EQ(shop.count("select count(*) from promotions.limits l where l.budget is not null and l.spent <> (select coalesce(sum(k.amount), 0) from promotions.claims k "
                         "where k.promotion = l.promotion and k.currency = l.currency and k.state = 'claimed')"), 0);
    EXPECT_EQ(shop.count("select count(*) from promotions.coupons c where coalesce(c.uses_limit, c.customer_limit) is not null and c.uses <> "
                         "(select count(*) from promotions.claims k where k.coupon = c.id and k.state = 'claimed')"), 0);
    EXPECT_EQ(shop.count("select count(*) from promotions.claims k join carts.carts c on c.order_ref = k.order_ref join orders.orders o on o.cart = c.id where (o.state = 'cancelled') = (k.state = 'claimed')"), 0);
    EXPECT_EQ(shop.count("select count(*) from tenders.accounts a where a.balance <> (select coalesce(sum(m.amount), 0) from tenders.movements m where m.account = a.id)"), 0);
    EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint + (select coalesce(sum(balance), 0) from tenders.accounts where kind = 'gift_card') from ledger.lines where account = 'gift_cards'"), 0);
    EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines"), 0);
    EXPECT_EQ(shop.count("select coalesce(sum(reserved), 0)::bigint - (select coalesce(sum(quantity), 0) from stock.reservations where state = 'active') from stock.levels"), 0);
}

}  // namespace vitrine::test
