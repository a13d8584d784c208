// From the sale of a supplier's stone to the order at the supplier, whose side fails in every way.
#include "modules/payments/api.h"
#include "modules/suppliers/submission.h"
#include "simulators/suppliers/service.h"
#include "tests/shop/supplier_house.h"

namespace vitrine::test {
namespace {

using simulators::FaultKind;
using simulators::suppliers::House;

struct HouseStand {
    HouseStand(Shop& shop, const std::string& name) : it(shop.floor.loop, shop.web, name, 1, "k3y"), shop_(shop), router_(simulators::suppliers::routes()) {
        it.hold_ms = 1;
        auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
        server_ = std::make_unique<http::Server>(shop.floor.loop, router_, &it, gate, http::ServerOptions{.port = 0, .access_log = false});
        server_->listen();
    }
    ~HouseStand() {
        run(shop_.floor.loop, server_->drain(2s));
        run(shop_.floor.loop, sleep_for(5ms));
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
    House it;

private:
    Shop& shop_;
    http::Router router_;
    std::unique_ptr<http::Server> server_;
};

struct supplier_orders : supplier_feed {
    HouseStand house{shop, "north"};
    SupplierId north = supplier("north");
    FeedId id = house_feed();

    FeedId house_feed() {
        auto in = feed_input(north, "north-natural");
        in.source.url = *Text<8, 1'000>::parse(house.url() + "/feeds/rapnet.csv");
        in.secrets = SourceSecrets{std::map<std::string, std::string>{{"Authorization", "Bearer k3y"}}, {}};
        return shop.run(create_feed(shop.app, now(), in))->id;
    }
    void order_api(const std::string& key = "k3y") {
        auto set = shop.run(set_order_api(shop.app, now(), north, {}, {*Text<8, 1'000>::parse(house.url() + "/v1"), {}, std::map<std::string, std::string>{{"Authorization", "Bearer " + key}}}));
        ASSERT_TRUE(set.has_value()) << set.error().code;
    }
    /// A stone of the house that the shop shows.
    std::string stone() {
        EXPECT_EQ(run(id).state, RunState::applied);
        auto stone = house.it.stones().at(1);
        return stone.lab + "-" + stone.certificate;
    }
    orders::OrderView buy(const std::string& sku) {
        auto variant = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku}))).at(0).id;
        shop.snapshots->catalog->variants[variant] = {.product = item(sku).product.value(), .variant = variant, .slug = lower_ascii(sku), .title = sku, .sku = sku, .price = {price(sku), *Currency::parse("PKR")}, .available = 1};
        auto placed = shop.place(shop.cart_ready_to_place({{variant, 1}}));
        EXPECT_EQ(placed.refusal(), "");
        shop.run_due_jobs();
        return placed.order();
    }
    void pay(const orders::OrderView& order) {
        ASSERT_TRUE(shop.run(payments::mark_paid(shop.app, now(), order.payment, order.payable, "on the statement")).has_value());
        work();
    }
    void work(Duration later = 1s) { shop.run_due_jobs(clock_now() + later); }
    SubmissionView submission(const orders::OrderView& order) {
        auto page = shop.run(list_submissions(shop.app, shop.ctx, {.order = order.id.text()}));
        if (page.items.size() != 1) throw std::runtime_error(std::to_string(page.items.size()) + " submissions");
        return *shop.run(find_submission(shop.app, shop.ctx, page.items[0].id));
    }
    void fault(const std::string& call, FaultKind kind, std::int64_t status = 500) { house.it.faults.add({.call = call, .kind = kind, .status = status}); }
};

TEST_F(supplier_orders, are_made_once_the_money_is_there_and_not_before) {
    order_api();
    auto order = buy(stone());
    EXPECT_TRUE(house.it.orders.empty());
    pay(order);
    auto sent = submission(order);
    EXPECT_EQ(sent.state, SubmissionState::accepted) << sent.why << " " << sent.detail;
    ASSERT_EQ(house.it.orders.size(), 1u);
    EXPECT_EQ(sent.supplier_ref, house.it.orders.begin()->second.id);
    EXPECT_EQ(sent.lines->at(0).code, house.it.stones().at(1).code);
    work(1h);
    EXPECT_EQ(house.it.orders.size(), 1u);
}

TEST_F(supplier_orders, are_made_once_however_often_an_answer_is_lost) {
    order_api();
    auto order = buy(stone());
    fault("orders.create", FaultKind::lost_answer);
    pay(order);
    EXPECT_EQ(submission(order).state, SubmissionState::unclear);
    fault("orders.find", FaultKind::error);
    work(1min);
    EXPECT_EQ(submission(order).state, SubmissionState::unclear);
    work(10min);
    EXPECT_EQ(submission(order).state, SubmissionState::accepted);
    EXPECT_EQ(house.it.orders.size(), 1u);
}

TEST_F(supplier_orders, are_asked_again_when_the_supplier_is_busy) {
    order_api();
    auto order = buy(stone());
    fault("orders.create", FaultKind::error, 429);
    fault("orders.create", FaultKind::error, 503);
    pay(order);
    EXPECT_EQ(submission(order).state, SubmissionState::waiting);
    work(1min);
    EXPECT_EQ(submission(order).state, SubmissionState::waiting);
    work(10min);
    EXPECT_EQ(submission(order).state, SubmissionState::accepted);
}

TEST_F(supplier_orders, want_a_person_when_the_stone_is_gone) {
    order_api();
    auto sku = stone();
    auto order = buy(sku);
    house.it.sold[house.it.stones().at(1).code] = "somebody";
    pay(order);
    auto sent = submission(order);
    EXPECT_EQ(sent.state, SubmissionState::refused);
    EXPECT_EQ(sent.why, "not_available");
    EXPECT_EQ(shop.run(list_submissions(shop.app, shop.ctx, {.attention = true})).items.size(), 1u);
    house.it.sold.clear();
    ASSERT_TRUE(shop.run(retry_submission(shop.app, now(), sent.id)).has_value());
    work();
    EXPECT_EQ(submission(order).state, SubmissionState::accepted);
    EXPECT_EQ(shop.run(retry_submission(shop.app, now(), sent.id)).error().code, "suppliers.illegal_move");
    EXPECT_EQ(shop.run(retry_submission(shop.app, now(), SubmissionId::next(clock_now()))).error().code, "suppliers.submission_not_found");
}

TEST_F(supplier_orders, are_settled_by_hand_where_there_is_no_api) {
    auto order = buy(stone());
    pay(order);
    auto sent = submission(order);
    EXPECT_EQ(sent.state, SubmissionState::given_up);
    EXPECT_EQ(sent.why, "no_order_api");
    auto settled = shop.run(settle_submission(shop.app, now(), sent.id, {*Text<3, 500>::parse("ordered by telephone"), Text<1, 120>::parse("T-1")}));
    ASSERT_TRUE(settled.has_value());
    EXPECT_EQ(settled->state, SubmissionState::settled);
    EXPECT_EQ(settled->supplier_ref, "T-1");
    EXPECT_TRUE(shop.run(list_submissions(shop.app, shop.ctx, {.attention = true})).items.empty());
}

TEST_F(supplier_orders, keep_a_sold_stone_out_of_the_shop_whatever_feeds_say) {
    order_api();
    auto sku = stone();
    pay(buy(sku));
    EXPECT_EQ(item(sku).state, ItemState::sold);
    house.it.sold.clear();                       // his next file offers it as if nothing had happened, and dearer
    house.it.manners.price_per_mille = 1'010;
    EXPECT_EQ(run(id).state, RunState::applied);
    EXPECT_EQ(available(sku), 0);
    EXPECT_EQ(shop.run(hold_item(shop.app, now(), item(sku).id, {*Text<3, 500>::parse("in the salon"), {}})).error().code, "suppliers.item_sold");
}

TEST_F(supplier_orders, are_called_off_when_ours_is_given_back_before_it_left) {
    order_api();
    auto sku = stone();
    auto order = buy(sku);
    pay(order);
    auto given_back = [&](pg::Tx& tx) -> Task<Result<bool>> {
        jobs::publish(tx, order.id.text(), orders::OrderStateChanged{order.id, orders::State::paid, orders::State::refunded, "all money is given back"});
        co_return true;
    };
    shop.run(shop.floor.db.transaction(now(), given_back));
    fault("orders.cancel", FaultKind::error);
    work();
    EXPECT_EQ(submission(order).state, SubmissionState::cancelling);
    work(10min);
    EXPECT_EQ(submission(order).state, SubmissionState::cancelled);
    EXPECT_EQ(house.it.orders.begin()->second.state, "cancelled");
    EXPECT_EQ(item(sku).state, ItemState::free);
    EXPECT_EQ(available(sku), 1);
}

TEST(supplier_order_life, reaches_every_state) {
    std::array all{SubmissionState::waiting, SubmissionState::unclear, SubmissionState::accepted, SubmissionState::refused, SubmissionState::given_up, SubmissionState::settled, SubmissionState::cancelling,
                   SubmissionState::cancel_failed, SubmissionState::cancelled};
    EXPECT_TRUE(rules::submission_life.unreachable(all).empty());
    for (auto state : {SubmissionState::settled, SubmissionState::cancelled}) EXPECT_TRUE(rules::submission_life.is_final(state));
}

TEST(supplier_order_answers, are_told_apart_by_what_may_have_happened) {
    using rules::OrderAnswer;
    auto of = [](web::Outcome outcome, int status) { return rules::answer_of({.outcome = outcome, .status = status}); };
    EXPECT_EQ(of(web::Outcome::not_sent, 0), OrderAnswer::again);
    EXPECT_EQ(of(web::Outcome::unknown, 0), OrderAnswer::lost);
    for (int status : {200, 201}) EXPECT_EQ(of(web::Outcome::answered, status), OrderAnswer::accepted);
    for (int status : {429, 503}) EXPECT_EQ(of(web::Outcome::answered, status), OrderAnswer::again);
    for (int status : {408, 500, 504}) EXPECT_EQ(of(web::Outcome::answered, status), OrderAnswer::lost);
    for (int status : {301, 400, 401, 409, 422}) EXPECT_EQ(of(web::Outcome::answered, status), OrderAnswer::refused);
}

}  // namespace
}  // namespace vitrine::test
