// Gift cards through whole orders: spent in the order's transaction, never overspent, back on every card when the order is cancelled.
#include <algorithm>

#include "tests/shop/money.h"
#include "tests/shop/offer_shop.h"

namespace vitrine::orders {
namespace {

using test::OfferShop;
using test::Shop;

struct OrderCards : testing::Test {
    OfferShop offers;
    Shop& shop = offers.shop;

    std::string state_of(OrderId id) {
        auto ctx = shop.ctx;
        ctx.role = Role::staff;
        return std::string(shape_name(shop.run(view(shop.app, ctx, id, {})).value().state));
    }
    /// The shop sells in dollars, too, at 0.0036 to the rupee.
    void sell_in_dollars() {
        auto store = *shop.directory->by_id(shop.ctx.store);
        store.other_currencies = std::vector<stores::SoldCurrency>{{test::money::usd, 3'600, 1}};
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
    }
    void offer_methods(std::vector<std::string> methods) {
        auto store = *shop.directory->by_id(shop.ctx.store);
        store.payment_methods = std::move(methods);
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
    }
};

// Trap 54: whoever comes when the card is empty is told what is left, and the cart goes on with that.
TEST_F(OrderCards, trap_54_a_hundred_checkouts_on_one_card_never_overspend_it) {
    auto card = offers.card(Shop::rupees(1'000));
    std::vector<Task<Shop::Cart>> opening;
    for (int i = 0; i < 100; ++i) opening.push_back(offers.cart_with({}, {card.code}));
    auto all = shop.run(test::all_of(std::move(opening)));
    std::vector<Task<Shop::Attempt>> placing;
    for (int i = 0; i < 100; ++i) placing.push_back(offers.try_to_place(all[size_t(i)], "buyer" + std::to_string(i) + "@example.com"));
    auto attempts = shop.run(test::all_of(std::move(placing)));
    EXPECT_EQ(std::ranges::count_if(attempts, [](const auto& a) { return a.result.has_value(); }), 2) << "Rs 1,000 pay Rs 450 twice";
    EXPECT_EQ(offers.balance(card.card.id), 10'000);
    auto lost = size_t(std::ranges::find_if(attempts, [](const auto& a) { return !a.result; }) - attempts.begin());
    EXPECT_EQ(std::ranges::count_if(attempts, [](const auto& a) { return a.refusal() == "tenders.balance_changed"; }), 98);
    EXPECT_EQ(attempts[lost].result.error().status, 409);
    EXPECT_TRUE(attempts[lost].result.error().errors.at(0).pointer.starts_with("/cart/gift_cards/tender_"));
    EXPECT_EQ(shop.run(offers.seen(all[lost])).gift_cards.at(0).balance, Shop::rupees(100));
    auto partly = shop.run(offers.look_and_place(all[lost], "late@example.com"));
    ASSERT_TRUE(partly.result) << partly.refusal();
    EXPECT_EQ(partly.order().payable, Shop::rupees(350));
    EXPECT_EQ(offers.balance(card.card.id), 0);
    offers.expect_sound();
}

TEST_F(OrderCards, an_order_paid_by_several_cards_gives_every_one_its_part_back) {
    std::vector<tenders::IssuedGiftCard> cards;
    std::vector<std::string> codes;
    for (int amount : {100, 150, 70}) {
        cards.push_back(offers.card(Shop::rupees(amount)));
        codes.push_back(cards.back().code);
    }
    auto placed = offers.place(shop.run(offers.cart_with({}, codes)), "a@example.com");
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_EQ(placed.order().payable, Shop::rupees(130));
    for (const auto& card : cards) EXPECT_EQ(offers.balance(card.card.id), 0);
    std::vector<Task<std::string>> cancelling;
    for (int i = 0; i < 10; ++i) cancelling.push_back(offers.cancel(placed.order().id));
    for (const auto& refusal : shop.run(test::all_of(std::move(cancelling)))) EXPECT_EQ(refusal, "");
    EXPECT_EQ(offers.balance(cards[0].card.id), 10'000);
    EXPECT_EQ(offers.balance(cards[1].card.id), 15'000);
    EXPECT_EQ(offers.balance(cards[2].card.id), 7'000);
    EXPECT_EQ(shop.count("select count(*) from tenders.movements where kind = 'returned'"), 3) << "once, however many ask at once";
    EXPECT_EQ(shop.count("select count(*) from ledger.postings where kind = 'tender.returned'"), 1);
    offers.expect_sound();
}

TEST_F(OrderCards, a_card_pays_in_the_currency_of_the_cart_not_of_the_shop) {
    sell_in_dollars();
    auto rupees = offers.card(Shop::rupees(1'000)), dollars = offers.card({10'000, test::money::usd});
    auto cart = shop.run(offers.cart_with({}));
    ASSERT_TRUE(shop.run(carts::choose_currency(shop.app, shop.ctx, cart.id, cart.access, test::money::usd, {})));
    auto enter = [&](const std::string& code) { return shop.run(carts::enter_gift_card(shop.app, shop.ctx, cart.id, cart.access, {*tenders::CardCode::parse(code), {}})); };
    EXPECT_EQ(enter(rupees.code).error().code, "tenders.card_currency");
    auto entered = enter(dollars.code);
    ASSERT_TRUE(entered) << entered.error().code;
    EXPECT_TRUE(entered->totals.payable.is_zero());
    auto placed = shop.run(offers.look_and_place(cart, "a@example.com"));
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_EQ(placed.order().total, (Money{162, test::money::usd}));
    EXPECT_EQ(offers.balance(dollars.card.id), 10'000 - 162);
    EXPECT_EQ(offers.balance(rupees.card.id), 100'000);
}

TEST_F(OrderCards, an_order_covered_by_a_card_needs_no_gateway_and_is_paid_when_it_is_placed) {
    offer_methods({"stripe"});  // which is not set up here
    auto card = offers.card(Shop::rupees(2'000));
    EXPECT_EQ(offers.place(shop.run(offers.cart_with({})), "a@example.com", "stripe").refusal(), "payments.method_unavailable") << "without the card a gateway would be needed";
    auto placed = offers.place(shop.run(offers.cart_with({}, {card.code})), "b@example.com", "");
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_TRUE(placed.order().payable.is_zero());
    EXPECT_EQ(placed.result->answer.next.kind, "none");
    shop.run_due_jobs(clock_now() + std::chrono::minutes(2));
    EXPECT_EQ(state_of(placed.order().id), "paid");
    EXPECT_EQ(offers.balance(card.card.id), 155'000);
    EXPECT_EQ(shop.count("select count(*) from (select account from ledger.lines where account = 'receivable' group by account having sum(minor) <> 0) as open"), 0);
    shop.run_due_jobs(clock_now() + std::chrono::hours(80));
    EXPECT_EQ(state_of(placed.order().id), "paid") << "nobody waits for money that is not owed";
    offers.expect_sound();
}

TEST_F(OrderCards, an_order_that_offers_make_free_is_paid_when_it_is_placed) {
    offer_methods({"stripe"});
    offers.promote(R"("needs_coupon":true,"actions":[{"percent_off":{"rate_ppm":1000000}},{"shipping":{"rate_ppm":1000000}}])", {"ALLFREE"});
    auto placed = offers.place(shop.run(offers.cart_with({"ALLFREE"})), "a@example.com", "stripe");
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_TRUE(placed.order().total.is_zero());
    shop.run_due_jobs(clock_now() + std::chrono::minutes(2));
    EXPECT_EQ(state_of(placed.order().id), "paid");
    offers.expect_sound();
}

}  // namespace
}  // namespace vitrine::orders
