// The merchant's clerk at work, over the admin API: a bank transfer with its proof, a refund by hand, statements, a settlement file.
#include <gtest/gtest.h>

#include "tests/shop/desk.h"

namespace vitrine::orders {
namespace {

using test::Desk;
using test::Reply;

struct Clerk {
    Clerk() {
        auto store = *desk.directory->by_id(desk.ctx.store);
        store.bank = {"Test Bank", "Test Shop", "0001", "PK00TEST0000000000000001"};
        store.payment_methods = {"bank_transfer", "cash_on_delivery"};
        store.payment_settings = {{{"bank_transfer_two_people_above", "300.00"}, {"cash_on_delivery_fee", "50.00"}}};
        desk.run(stores::save_store(desk.floor.db, desk.floor.worker_db, store));
        desk.run(desk.directory->refresh(desk.floor.worker_db));
        desk.category("pens");
        variant = desk.first_variant(desk.published("Pen", "pens", 100)).text();
        desk.seen();
    }
    /// An order of so many pens at 100 each, delivery 200.
    void place(int quantity, const std::string& method = "bank_transfer") {
        auto cart = desk.post("/api/v1/carts", "{}");
        auto path = "/api/v1/carts/" + cart.text("/id");
        shape::Fields token{{"x-cart-token", cart.text("/token")}};
        must(desk.post(path + "/lines", R"({"variant":")" + variant + R"(","quantity":)" + std::to_string(quantity) + "}", token));
        must(desk.send(http::Method::put, path + "/addresses",
                       R"({"email":"ayesha@example.com","shipping":{"name":"Ayesha Khan","line1":"12 Mall Road","city":"Lahore","country":"PK"}})", token));
        quote = desk.send(http::Method::get, path + "/quote?payment_method=" + method, {}, token);
        methods = desk.send(http::Method::get, "/api/v1/payment-methods?cart=" + cart.text("/id"), {}, token);
        shape::Fields headers = token;
        headers.emplace_back("idempotency-key", cart.text("/id"));
        auto placed = must(desk.post("/api/v1/orders", R"({"cart":")" + cart.text("/id") + R"(","payment_method":")" + method + R"(","expected_total":{"minor":)" + quote.text("/total/minor") +
                                                           R"(,"currency":"PKR"}})", headers));
        order = placed.text("/order/id");
        payment = placed.text("/order/payment");
        guest = placed.text("/order/token");
        total = quote.number("/total/minor");
        desk.run_due_jobs(clock_now());
    }
    Reply must(Reply reply) {
        if (reply.status >= 300) throw std::runtime_error(reply.body);
        return reply;
    }
    Reply mark(std::int64_t minor, const std::string& reference = "TT-1") {
        return desk.post("/api/v1/admin/payments/" + payment + "/mark-paid",
                         R"({"received":{"minor":)" + std::to_string(minor) + R"(,"currency":"PKR"},"note":"statement","bank_reference":")" + reference + "\"}");
    }
    void pay() {
        auto marked = must(mark(total));
        bool is_transfer = !marked.json().at("transfers").as_array().empty();
        if (is_transfer && marked.text("/transfers/0/state") == "waiting") {
            desk.actor = "key_second";
            must(desk.post("/api/v1/admin/bank-transfers/" + marked.text("/transfers/0/id") + "/confirmation", ""));
            desk.actor = "key_test";
        }
        desk.run_due_jobs(clock_now());
    }
    Reply refund(const std::string& body, const std::string& key) { return desk.post("/api/v1/admin/orders/" + order + "/refunds", body, {{"idempotency-key", key}}); }
    std::string state() { return desk.get("/api/v1/admin/orders/" + order).text("/state"); }

    Desk desk;
    std::string variant, order, payment, guest;
    std::int64_t total = 0;
    Reply quote, methods;
};

TEST(clerk, takes_a_transfer_in_with_its_proof_and_a_second_person) {
    Clerk clerk;
    clerk.place(2);
    auto& desk = clerk.desk;
    auto proofs = "/api/v1/orders/" + clerk.order + "/payment-proofs";
    EXPECT_EQ(desk.post(proofs, "%PDF-1.7 a slip", {{"x-order-token", "wrong"}}).status, 404);
    EXPECT_EQ(desk.post(proofs, "<html>", {{"x-order-token", clerk.guest}}).status, 415);
    auto sent = desk.post(proofs, "%PDF-1.7 a slip", {{"x-order-token", clerk.guest}});
    ASSERT_EQ(sent.status, 201) << sent.body;
    auto listed = desk.get("/api/v1/admin/payments/" + clerk.payment + "/proofs");
    auto file = desk.get("/api/v1/admin/payment-proofs/" + listed.text("/items/0/id"));
    EXPECT_EQ(file.body, "%PDF-1.7 a slip");
    EXPECT_EQ(file.header("Content-Type"), "application/pdf");
    EXPECT_TRUE(file.header("Content-Disposition").starts_with("attachment"));
    EXPECT_EQ(file.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(file.header("Content-Security-Policy"), "default-src 'none'; sandbox");
    EXPECT_EQ(file.header("Cache-Control"), "private, no-store");
    desk.permissions = {"orders:*"};
    EXPECT_EQ(desk.get("/api/v1/admin/payment-proofs/" + listed.text("/items/0/id")).status, 403);
    EXPECT_EQ(clerk.mark(100).status, 403);
    desk.permissions = {"*"};

    auto part = clerk.mark(10'000);
    EXPECT_EQ(part.text("/state"), "pending");
    EXPECT_EQ(part.text("/transfers/0/state"), "counted");
    auto rest = clerk.mark(30'000, "TT-2");
    EXPECT_EQ(rest.text("/transfers/1/state"), "waiting") << rest.body;
    auto waiting = desk.get("/api/v1/admin/bank-transfers?state=waiting");
    auto one = "/api/v1/admin/bank-transfers/" + waiting.text("/items/0/id");
    EXPECT_EQ(desk.post(one + "/confirmation", "").code(), "payments.same_person");
    desk.actor = "key_second";
    EXPECT_EQ(desk.post(one + "/confirmation", "").text("/state"), "counted");
    EXPECT_EQ(desk.post(one + "/rejection", "").code(), "payments.transfer_decided");
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(clerk.state(), "paid");
}

TEST(clerk, gives_a_transfer_back_by_hand) {
    Clerk clerk;
    clerk.place(3);
    auto& desk = clerk.desk;
    EXPECT_EQ(clerk.refund(R"({"reason":"early"})", "k0").code(), "orders.not_refundable");
    clerk.pay();
    auto preview = desk.post("/api/v1/admin/orders/" + clerk.order + "/refund-preview", R"({"lines":[{"position":1,"quantity":2}],"reason":"came back"})");
    EXPECT_EQ(preview.number("/amount/minor"), 20'000) << preview.body;
    EXPECT_EQ(preview.number("/left/minor"), 30'000);
    EXPECT_EQ(desk.get("/api/v1/admin/orders/" + clerk.order + "/refunds").json().at("items").as_array().size(), 0u);

    auto given = clerk.refund(R"({"lines":[{"position":1,"quantity":2}],"reason":"came back"})", "k1");
    ASSERT_EQ(given.status, 201) << given.body;
    EXPECT_EQ(given.text("/state"), "pending");
    EXPECT_EQ(given.text("/parts/0/is_by_hand"), "true");
    auto again = clerk.refund(R"({"lines":[{"position":1,"quantity":2}],"reason":"came back"})", "k1");
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(clerk.refund(R"({"lines":[{"position":1,"quantity":1}],"reason":"came back"})", "k1").code(), "idempotency.key_reused");
    EXPECT_EQ(clerk.refund(R"({"lines":[{"position":1,"quantity":2}],"reason":"too much"})", "k2").faults(), std::vector<std::string>{"/lines/0/quantity out_of_range"});
    EXPECT_EQ(clerk.refund(R"({"reason":"no key"})", "").code(), "request.invalid");
    desk.permissions = {"payments:*"};
    EXPECT_EQ(clerk.refund(R"({"reason":"who am I"})", "k3").status, 403);
    desk.permissions = {"*"};

    auto waiting = desk.get("/api/v1/admin/refunds?state=pending&by_hand=true");
    auto one = "/api/v1/admin/refunds/" + waiting.text("/items/0/id") + "/end";
    EXPECT_EQ(desk.post(one, R"({"outcome":"failed","note":"the account is closed"})").text("/state"), "failed");
    auto listed = desk.get("/api/v1/admin/orders/" + clerk.order + "/refunds");
    EXPECT_EQ(listed.text("/items/0/state"), "failed");
    auto refund = "/api/v1/admin/orders/" + clerk.order + "/refunds/" + listed.text("/items/0/id");
    EXPECT_EQ(desk.post(refund + "/retry", R"({"to":"store_credit"})").text("/state"), "succeeded");
    EXPECT_EQ(desk.post(refund + "/retry", "{}").code(), "orders.refund_not_failed");
    EXPECT_EQ(desk.post(refund + "/withdrawal", "").code(), "orders.refund_not_failed");
    EXPECT_EQ(desk.get("/api/v1/admin/store-credits?email=ayesha@example.com").number("/items/0/balance/minor"), 20'000);

    ASSERT_EQ(clerk.refund(R"({"reason":"all of it"})", "k4").status, 201);
    waiting = desk.get("/api/v1/admin/refunds?state=pending&by_hand=true");
    ASSERT_EQ(desk.post("/api/v1/admin/refunds/" + waiting.text("/items/0/id") + "/end", R"({"outcome":"succeeded","note":"transfer 4711"})").status, 200);
    desk.run_due_jobs(clock_now());
    EXPECT_EQ(clerk.state(), "refunded");
}

TEST(clerk, sees_what_paying_at_the_door_costs_before_it_is_chosen_and_in_the_order) {
    Clerk clerk;
    clerk.place(2, "cash_on_delivery");
    EXPECT_EQ(clerk.total, 20'000 + 20'000 + 5'000);
    EXPECT_EQ(clerk.quote.number("/fee/minor"), 5'000);
    bool is_explained = false;
    for (const auto& step : clerk.quote.json().at("explanation").as_array()) is_explained = is_explained || (step.at("code") == "fee" && step.at("amount").at("minor") == 5'000);
    EXPECT_TRUE(is_explained);
    for (const auto& method : clerk.methods.json().at("items").as_array()) EXPECT_EQ(method.as_object().contains("fee"), method.at("code") == "cash_on_delivery");
    auto order = clerk.desk.get("/api/v1/admin/orders/" + clerk.order);
    EXPECT_EQ(order.number("/breakdown/fee/price/minor"), 5'000);
    clerk.pay();
    ASSERT_EQ(clerk.refund(R"({"fee":true,"reason":"late"})", "k1").number("/amount/minor"), 5'000);
}

TEST(clerk, reads_statements_and_a_balance_that_sums_to_zero) {
    Clerk clerk;
    clerk.place(2);
    clerk.pay();
    auto& desk = clerk.desk;
    auto today = format_rfc3339(clock_now() + std::chrono::hours(5)).substr(0, 10);  // Karachi
    auto statements = desk.get("/api/v1/admin/ledger/statements?from=" + today + "&to=" + today);
    EXPECT_EQ(statements.text("/items/0/gateway"), "bank_transfer") << statements.body;
    EXPECT_EQ(statements.number("/items/0/closing/minor"), clerk.total);
    auto csv = desk.get("/api/v1/admin/ledger/statements.csv?from=" + today + "&to=" + today);
    EXPECT_EQ(csv.body, "day,gateway,currency,opening,kind,count,amount,closing\r\n" + today + ",bank_transfer,PKR,0.00,payment.captured,1,400.00,400.00\r\n");
    EXPECT_EQ(desk.get("/api/v1/admin/ledger/statements?from=2026-02-30&to=" + today).status, 422);
    EXPECT_EQ(desk.get("/api/v1/admin/ledger/statements?from=2020-01-01&to=" + today).status, 422);
    std::int64_t sum = 0;
    auto balance = desk.get("/api/v1/admin/ledger/trial-balance").json();
    for (const auto& line : balance.at("items").as_array()) sum += line.at("balance").at("minor").as_int64();
    EXPECT_EQ(sum, 0);
    EXPECT_GE(balance.at("items").as_array().size(), 4u);
    desk.permissions = {"orders:*"};
    EXPECT_EQ(desk.get("/api/v1/admin/ledger/trial-balance").status, 403);
}

TEST(clerk, takes_a_settlement_file_in_once) {
    Clerk clerk;
    auto& desk = clerk.desk;
    const std::string csv = "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,payment_intent_id\n"
                            "txn_1,2026-11-03 10:22:33,pkr,100.00,3.20,96.80,charge,ch_1,pi_unknown\n";
    auto taken = desk.post("/api/v1/admin/settlements?gateway=stripe&name=november.csv", csv);
    ASSERT_EQ(taken.status, 200) << taken.body;
    EXPECT_EQ(taken.number("/file/new_lines"), 1);
    EXPECT_EQ(desk.post("/api/v1/admin/settlements?gateway=stripe", csv).text("/is_known"), "true");
    auto report = desk.get("/api/v1/admin/settlements/differences?gateway=stripe");
    EXPECT_EQ(report.text("/differences/0/kind"), "missing_here") << report.body;
    EXPECT_EQ(desk.get("/api/v1/admin/settlements").text("/items/0/name"), "november.csv");
    EXPECT_EQ(desk.post("/api/v1/admin/settlements?gateway=bank_transfer", csv).code(), "payments.settlement_unknown");
    EXPECT_EQ(desk.post("/api/v1/admin/settlements?gateway=stripe", "a,b\n1,2\n").code(), "payments.settlement_unreadable");
}

}  // namespace
}  // namespace vitrine::orders
