#include "tests/shop/money.h"

namespace vitrine::prices {
namespace {

using namespace test::money;

class price_lists : public testing::Test {
protected:
    price_lists() {
        store.currency = inr;
        store.other_currencies = std::vector<stores::SoldCurrency>{{usd, 12'000, 1}, {currency("JPY"), 1'800'000, 10}};
    }
    LoadedList& add(std::string code, Currency in = inr) {
        made.push_back(std::make_shared<LoadedList>());
        made.back()->list.code = std::move(code);
        made.back()->list.currency = in;
        return *made.back();
    }
    std::optional<UnitPrice> price(std::int64_t quantity = 1, Buyer buyer = {}) {
        if (buyer.currency.is_none()) buyer.currency = inr;
        if (buyer.now == Instant{}) buyer.now = today;
        PriceLists lists({made.begin(), made.end()}, "Asia/Kolkata");
        return lists.unit_price(store, pen, quantity, buyer, {10'000, inr}, Money{12'000, inr}, true);
    }
    std::int64_t minor(std::int64_t quantity = 1, Buyer buyer = {}) { return price(quantity, std::move(buyer))->price.minor; }

    stores::Store store;
    VariantId pen = id<VariantId>(1, 1);
    std::vector<std::shared_ptr<LoadedList>> made;
};

TEST_F(price_lists, give_the_base_price_where_none_applies) {
    add("other").prices = {{id<VariantId>(1, 2), 1, 5, {}}};
    auto found = price();
    EXPECT_EQ(found->price.minor, 10'000);
    EXPECT_EQ(found->compare_at->minor, 12'000);
    EXPECT_EQ(found->list, "base");
}

TEST_F(price_lists, take_the_highest_quantity_that_is_reached) {
    add("bulk").prices = {{pen, 10, 9'000, {}}, {pen, 100, 8'000, 10'000}};
    EXPECT_EQ(minor(9), 10'000);
    EXPECT_EQ(minor(10), 9'000);
    EXPECT_EQ(minor(99), 9'000);
    EXPECT_EQ(minor(100), 8'000);
    EXPECT_EQ(price(100)->from_quantity, 100);
    PriceLists lists({made.begin(), made.end()}, "UTC");
    auto breaks = lists.breaks(store, pen, {inr, {}, "web", today}, {10'000, inr}, {}, true);
    ASSERT_EQ(breaks.size(), 3u);
    EXPECT_EQ(breaks[1].from_quantity, 10);
}

TEST_F(price_lists, ask_priority_then_group_then_channel_then_code) {
    add("b-all").prices = {{pen, 1, 1, {}}};
    add("a-all").prices = {{pen, 1, 2, {}}};
    EXPECT_EQ(price()->list, "a-all");
    auto& channel = add("channel");
    channel.list.channel = "app";
    channel.prices = {{pen, 1, 3, {}}};
    EXPECT_EQ(minor(1, {inr, {}, "app", today}), 3);
    auto& group = add("trade");
    group.list.customer_group = "trade";
    group.prices = {{pen, 1, 4, {}}};
    EXPECT_EQ(minor(1, {inr, "trade", "app", today}), 4);
    EXPECT_EQ(minor(1, {inr, "retail", "web", today}), 2);
    made[0]->list.priority = 1;
    EXPECT_EQ(minor(1, {inr, "trade", "app", today}), 1);
    made[0]->list.is_active = false;
    EXPECT_EQ(minor(1, {inr, "trade", "app", today}), 4);
}

TEST_F(price_lists, hold_to_the_end_of_their_last_day_in_the_store) {
    auto& sale = add("sale");
    sale.prices = {{pen, 1, 7'000, 10'000}};
    sale.list.valid_from = "2026-03-01";
    sale.list.valid_until = "2026-03-31";
    EXPECT_EQ(minor(1, {inr, {}, "web", at("2026-02-28T18:29:59Z")}), 10'000);
    EXPECT_EQ(minor(1, {inr, {}, "web", at("2026-02-28T18:30:00Z")}), 7'000);
    EXPECT_EQ(minor(1, {inr, {}, "web", at("2026-03-31T18:29:59.999Z")}), 7'000);
    EXPECT_EQ(minor(1, {inr, {}, "web", at("2026-03-31T18:30:00Z")}), 10'000);
}

TEST_F(price_lists, follow_the_base_price_by_a_factor) {
    auto& trade = add("trade");
    trade.list.factor_ppm = 833'333;
    trade.list.round_to_minor = 100;
    trade.list.includes_tax = false;
    auto found = price();
    EXPECT_EQ(found->price.minor, 8'300);
    EXPECT_EQ(found->compare_at->minor, 10'000);
    EXPECT_FALSE(found->includes_tax);
    trade.prices = {{pen, 1, 8'123, {}}};
    EXPECT_EQ(minor(), 8'123) << "a price of its own comes first";
}

// Trap 20: a currency the store does not sell in has no price; one it sells in has its own or a converted one.
TEST_F(price_lists, sell_only_in_the_currencies_of_the_store) {
    EXPECT_FALSE(price(1, {currency("EUR"), {}, "web", today}));
    EXPECT_EQ(price(1, {usd, {}, "web", today})->price, (Money{120, usd}));
    EXPECT_EQ(price(1, {currency("JPY"), {}, "web", today})->price, (Money{180, currency("JPY")}));
    add("dollars", usd).prices = {{pen, 1, 199, {}}};
    EXPECT_EQ(price(1, {usd, {}, "web", today})->price, (Money{199, usd}));
    EXPECT_EQ(minor(), 10'000);
}

}  // namespace
}  // namespace vitrine::prices
