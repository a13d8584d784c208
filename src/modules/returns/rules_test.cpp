#include "modules/returns/rules.h"

#include <gtest/gtest.h>

#include "tests/shop/money.h"

namespace vitrine::returns::rules {
namespace {

namespace money = test::money;

Instant day(int number) { return money::at("2026-03-01T10:00:00Z") + std::chrono::days(number); }

orders::OrderView order_of(std::vector<std::pair<std::string, std::int64_t>> lines) {
    orders::OrderView order;
    order.total = {0, money::pkr};
    for (const auto& [sku, quantity] : lines) {
        orders::OrderLine line{.position = std::ssize(order.lines) + 1, .sku = sku, .title = sku, .product_slug = "p-" + sku, .quantity = quantity};
        order.lines.push_back(line);
    }
    return order;
}

Policy policy(std::int64_t days = 14) {
    auto out = usual_policy();
    out.window_days = {days};
    return out;
}

GoodsRule rule(std::vector<const char*> categories, std::int64_t days) {
    GoodsRule out{.categories = std::vector<Slug>{}, .products = {}, .skus = {}, .window_days = {days}, .words = *Text<1, 200>::parse("Food does not come back")};
    for (const auto* slug : categories) out.categories->push_back(*Slug::parse(slug));
    return out;
}

AskReturn asking(std::int64_t position, std::int64_t quantity, std::string reason = "changed-mind") {
    return {.lines = {{{position}, {quantity}, {}}}, .reason = std::move(reason), .words = Text<0, 1'000>::parse("as I say"), .wish = {}, .to = {}, .is_fetched = {}};
}

std::string code(const Result<Reason>& judged) { return judged ? "" : judged.error().code; }
std::string first_fault(const Result<Reason>& judged) { return judged || judged.error().errors.empty() ? "" : judged.error().errors[0].code; }

TEST(returnable, counts_days_from_the_delivery_of_each_unit) {
    auto order = order_of({{"A", 5}});
    Seen seen{.order = order, .lots = {{"A", 2, day(0)}, {"A", 3, day(10)}}, .now = day(14)};
    auto lines = returnable(policy(), seen);
    EXPECT_EQ(lines[0].quantity, 5) << "the last moment counts";
    EXPECT_EQ(lines[0].until, day(24));
    seen.now = day(14) + std::chrono::seconds(1);
    EXPECT_EQ(returnable(policy(), seen)[0].quantity, 3) << "the first two came too long ago";
    seen.now = day(25);
    EXPECT_EQ(returnable(policy(), seen)[0].quantity, 0);
    EXPECT_EQ(returnable(policy(), seen)[0].why, "window_over");
}

TEST(returnable, knows_only_what_has_arrived) {
    auto order = order_of({{"A", 5}, {"B", 1}});
    Seen seen{.order = order, .lots = {{"A", 2, day(0)}}, .now = day(1)};
    auto lines = returnable(policy(), seen);
    EXPECT_EQ(lines[0].quantity, 2);
    EXPECT_EQ(lines[1].why, "not_delivered");
    seen.delivered_at = day(1);
    EXPECT_EQ(returnable(policy(), seen)[0].quantity, 5) << "the order was delivered: so was what no parcel tells of";
}

TEST(returnable, shares_parcels_among_lines_of_one_article) {
    auto order = order_of({{"A", 2}, {"A", 3}});
    Seen seen{.order = order, .lots = {{"A", 4, day(0)}}, .now = day(1)};
    auto lines = returnable(policy(), seen);
    EXPECT_EQ(lines[0].quantity + lines[1].quantity, 4);
}

TEST(returnable, takes_the_oldest_units_as_those_that_came_back) {
    auto order = order_of({{"A", 5}});
    Seen seen{.order = order, .lots = {{"A", 2, day(0)}, {"A", 3, day(10)}}, .taken = {{1, 2}}, .now = day(20)};
    EXPECT_EQ(returnable(policy(), seen)[0].quantity, 3);
    seen.taken = {{1, 5}};
    EXPECT_EQ(returnable(policy(), seen)[0].why, "taken");
}

TEST(returnable, leaves_out_what_was_cancelled_and_gifts) {
    auto order = order_of({{"A", 5}, {"B", 1}});
    order.lines[0].cancelled = 4;
    order.lines[1].breakdown.is_gift = true;
    Seen seen{.order = order, .delivered_at = day(0), .now = day(1)};
    auto lines = returnable(policy(), seen);
    EXPECT_EQ(lines[0].quantity, 1);
    EXPECT_EQ(lines[1].why, "gift");
}

TEST(returnable, follows_the_first_rule_for_categories_products_and_articles) {
    auto order = order_of({{"A", 1}, {"B", 1}, {"C", 1}, {"D", 1}});
    auto by = policy();
    by.goods = std::vector<GoodsRule>{rule({"food"}, 0), rule({}, 30), rule({}, 3)};
    (*by.goods)[1].products = std::vector<Slug>{*Slug::parse("p-b")};
    (*by.goods)[2].skus = std::vector<Text<1, 40>>{*Text<1, 40>::parse("C")};
    order.lines[1].product_slug = "p-b";
    Seen seen{.order = order, .delivered_at = day(0), .goods = {{1, {"house", "food"}}}, .now = day(5)};
    auto lines = returnable(by, seen);
    EXPECT_EQ(lines[0].why, "not_returnable") << "a category above its own";
    EXPECT_EQ(lines[0].words, "Food does not come back");
    EXPECT_EQ(lines[0].always, 1) << "but damaged ones are taken within the shop's window";
    EXPECT_EQ(lines[1].until, day(30));
    EXPECT_EQ(lines[2].why, "window_over");
    EXPECT_EQ(lines[3].quantity, 1);
}

TEST(judge, allows_what_is_offered_and_no_more) {
    auto order = order_of({{"A", 2}});
    auto offered = returnable(policy(), {.order = order, .delivered_at = day(0), .now = day(1)});
    EXPECT_EQ(code(judge(policy(), offered, asking(1, 2))), "");
    EXPECT_EQ(code(judge(policy(), offered, asking(1, 3))), "returns.not_returnable");
    EXPECT_EQ(code(judge(policy(), offered, asking(7, 1))), "request.invalid");
    EXPECT_EQ(first_fault(judge(policy(), offered, asking(1, 1, "bored"))), "unknown");
    auto twice = asking(1, 1);
    twice.lines.push_back(twice.lines.front());
    EXPECT_EQ(first_fault(judge(policy(), offered, twice)), "repeated");
    auto none = asking(1, 1);
    none.lines.clear();
    EXPECT_EQ(first_fault(judge(policy(), offered, none)), "required");
}

TEST(judge, takes_damaged_goods_that_are_not_taken_otherwise_and_wants_words) {
    auto order = order_of({{"A", 1}});
    auto by = policy();
    by.goods = std::vector<GoodsRule>{rule({"food"}, 0)};
    auto offered = returnable(by, {.order = order, .delivered_at = day(0), .goods = {{1, {"food"}}}, .now = day(5)});
    EXPECT_EQ(first_fault(judge(by, offered, asking(1, 1))), "not_returnable");
    EXPECT_EQ(code(judge(by, offered, asking(1, 1, "damaged"))), "");
    auto silent = asking(1, 1, "damaged");
    silent.words.reset();
    EXPECT_EQ(judge(by, offered, silent).error().errors[0].pointer, "/words");
    auto late = returnable(by, {.order = order, .delivered_at = day(0), .goods = {{1, {"food"}}}, .now = day(15)});
    EXPECT_EQ(code(judge(by, late, asking(1, 1, "damaged"))), "returns.not_returnable");
}

TEST(judge, wants_to_know_what_an_exchange_is_for) {
    auto order = order_of({{"A", 1}});
    auto offered = returnable(policy(), {.order = order, .delivered_at = day(0), .now = day(1)});
    auto in = asking(1, 1);
    in.wish = Wish::exchange;
    EXPECT_EQ(judge(policy(), offered, in).error().errors[0].pointer, "/lines/0/exchange_for");
    in.lines[0].exchange_for = money::id<VariantId>(1, 2);
    EXPECT_EQ(code(judge(policy(), offered, in)), "");
    auto closed = policy();
    closed.offers_exchange = false;
    EXPECT_EQ(first_fault(judge(closed, offered, in)), "not_offered");
    in.wish = Wish::refund;
    EXPECT_EQ(first_fault(judge(policy(), offered, in)), "conflict");
    auto fetched = asking(1, 1);
    fetched.is_fetched = true;
    EXPECT_EQ(judge(policy(), offered, fetched).error().errors[0].pointer, "/is_fetched");
}

TEST(withheld, is_nothing_where_the_reason_is_ours) {
    auto by = policy();
    by.restocking_ppm = {150'000};
    by.pickup_fee = Money{4'900, money::pkr};
    auto in = asking(1, 1);
    in.is_fetched = true;
    Money share{99'999, money::pkr};
    auto mine = terms_of(by, by.reasons[0], in, money::pkr), ours = terms_of(by, by.reasons[2], in, money::pkr);
    ASSERT_TRUE(by.reasons[2].is_our_fault);
    EXPECT_EQ(withheld(mine, Wish::refund, share).minor, 15'000 + 4'900);
    EXPECT_EQ(withheld(mine, Wish::exchange, share).minor, 4'900) << "restocking is for refunds";
    EXPECT_TRUE(withheld(ours, Wish::refund, share).is_zero());
    EXPECT_TRUE(terms_of(by, by.reasons[0], in, money::usd).pickup_fee.is_zero()) << "a fee in another currency is none";
    EXPECT_EQ(withheld(mine, Wish::refund, {100, money::pkr}).minor, 100) << "never more than the share";
}

// Whatever the two are worth: nothing is lost, and only one side pays.
TEST(exchange, is_paid_to_the_last_minor_unit) {
    std::mt19937_64 random(5);
    for (int round = 0; round < 2'000; ++round) {
        Money goods{std::int64_t(random() % 10'000), money::pkr}, total{std::int64_t(random() % 10'000), money::pkr}, delivery{std::int64_t(random() % 500), money::pkr};
        Terms terms{.restocking_ppm = std::int64_t(random() % 500'000), .pickup_fee = {std::int64_t(random() % 200), money::pkr}};
        auto paid = exchange(terms, goods, goods + delivery, total);
        ASSERT_EQ(paid.credit + paid.refund + paid.withheld, goods + delivery);
        ASSERT_EQ(paid.credit + paid.owed, total);
        ASSERT_TRUE(paid.refund.is_zero() || paid.owed.is_zero());
        for (const auto& amount : {paid.credit, paid.refund, paid.withheld, paid.owed}) ASSERT_GE(amount.minor, 0);
    }
}

// The fee cannot be gone around by wanting something cheap instead.
TEST(exchange, keeps_restocking_of_the_part_that_goes_back_as_money) {
    Terms terms{.restocking_ppm = 100'000, .pickup_fee = {50, money::pkr}};
    auto pkr = [](std::int64_t minor) { return Money{minor, money::pkr}; };
    auto cheap = exchange(terms, pkr(10'000), pkr(10'000), pkr(1));
    EXPECT_EQ(cheap.credit, pkr(1));
    EXPECT_EQ(cheap.withheld, pkr(50 + 995)) << "10 % of 9,949";
    auto dear = exchange(terms, pkr(10'000), pkr(10'000), pkr(12'000));
    EXPECT_EQ(dear.withheld, pkr(50)) << "nothing goes back";
    EXPECT_EQ(dear.owed, pkr(2'050));
    EXPECT_EQ(restocking(terms, dear.credit), pkr(995)) << "which is kept where the other goods are not had";
}

TEST(inspection, looks_at_every_piece_once) {
    std::vector<ReturnLine> lines{{.position = 1, .quantity = 3, .exchange_for = {}, .sellable = {}, .damaged = {}, .refused = {}},
                                  {.position = 4, .quantity = 1, .exchange_for = {}, .sellable = {}, .damaged = {}, .refused = {}}};
    auto found = [](std::int64_t position, std::int64_t sellable, std::int64_t damaged, std::int64_t refused) { return Inspected{{position}, {sellable}, {damaged}, {refused}, {}}; };
    EXPECT_TRUE(faults_of(lines, {found(1, 1, 1, 1), found(4, 0, 0, 1)}).empty());
    EXPECT_EQ(faults_of(lines, {found(1, 1, 1, 1)}).at(0).code, "required");
    EXPECT_EQ(faults_of(lines, {found(1, 3, 1, 0), found(4, 1, 0, 0)}).at(0).code, "out_of_range");
    EXPECT_EQ(faults_of(lines, {found(1, 3, 0, 0), found(4, 1, 0, 0), found(4, 1, 0, 0)}).at(0).code, "repeated");
    EXPECT_EQ(faults_of(lines, {found(1, 3, 0, 0), found(4, 1, 0, 0), found(9, 1, 0, 0)}).at(0).code, "unknown");
}

}  // namespace
}  // namespace vitrine::returns::rules
