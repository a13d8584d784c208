// `vitrine verify` finds what is wrong: a healthy shop is clean, and each inconsistency, planted behind the program's back, is named.
#include "app/verify/verify.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/shop/shop.h"

namespace vitrine::verify {
namespace {

using test::Shop;

/// A shop with one order paid, one waiting and one cancelled.
struct Healthy {
    Shop shop;
    orders::OrderView paid, waiting, cancelled;

    Healthy() {
        auto pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(900), 10);
        cancelled = shop.place(shop.cart_ready_to_place({{pen, 3}})).order();
        shop.run_due_jobs(clock_now() + std::chrono::hours(80));
        paid = shop.place(shop.cart_ready_to_place({{pen, 2}, {ink, 1}})).order();
        waiting = shop.place(shop.cart_ready_to_place({{ink, 4}})).order();
        pay(paid);
        shop.run_due_jobs();
    }
    void pay(const orders::OrderView& order) {
        auto marked = shop.run(payments::mark_paid(shop.app, shop.ctx, order.payment, order.total, "test"));
        if (!marked) throw std::runtime_error(marked.error().code);
    }
    Report look() { return shop.run(verify(shop.floor.db, shop.directory->all(), clock_now())); }
};

std::set<std::string> codes(const Report& report) {
    std::set<std::string> out;
    for (const auto& finding : report.findings) out.insert(finding.code);
    return out;
}

TEST(verify, finds_nothing_in_a_healthy_shop) {
    Healthy healthy;
    EXPECT_EQ(healthy.shop.count("select count(*) from orders.orders where state in ('paid', 'pending_payment', 'cancelled')"), 3);
    EXPECT_EQ(healthy.shop.count("select count(distinct state) from orders.orders"), 3);
    auto report = healthy.look();
    EXPECT_EQ(codes(report), std::set<std::string>{}) << table_of(report);
    EXPECT_TRUE(report.is_clean());
    EXPECT_EQ(report.stores, 1);
    EXPECT_EQ(report.checks, 46);
}

TEST(verify, does_not_accuse_an_order_whose_payment_is_still_on_its_way_through_the_jobs) {
    Healthy healthy;
    healthy.pay(healthy.waiting);
    auto report = healthy.look();
    EXPECT_EQ(codes(report), std::set<std::string>{}) << table_of(report);
    healthy.shop.run_due_jobs();
    EXPECT_TRUE(healthy.look().is_clean());
}

TEST(verify, is_clean_when_late_money_of_a_cancelled_order_waits_for_a_person) {
    Healthy healthy;
    healthy.shop.database.run("update payments.payments set state = 'pending' where id = '" + uuid_text(healthy.cancelled.payment.value) + "'");
    healthy.pay(healthy.cancelled);
    healthy.shop.run_due_jobs();
    auto report = healthy.look();
    EXPECT_TRUE(report.is_clean()) << table_of(report);
}

struct Plant {
    std::string_view name, code, sql;
};

class planted : public testing::TestWithParam<Plant> {};

TEST_P(planted, is_named) {
    Healthy healthy;
    healthy.shop.database.run(std::string(GetParam().sql));
    auto report = healthy.look();
    EXPECT_TRUE(codes(report).contains(std::string(GetParam().code))) << table_of(report);
    EXPECT_EQ(report.is_clean(), GetParam().code == "jobs.parked");
    for (const auto& finding : report.findings) {
        EXPECT_EQ(finding.store, "test");
        EXPECT_FALSE(finding.subject.empty() || finding.detail.empty()) << finding.code;
    }
}

constexpr Plant plants[] = {
    {"stock_from_nowhere", "stock.on_hand", "update stock.levels set on_hand = on_hand + 1"},
    {"a_movement_lost", "stock.on_hand", "delete from stock.movements where reason = 'sale'"},
    {"a_hold_forgotten", "stock.reserved", "update stock.levels set reserved = 0 where reserved > 0"},
    {"a_negative_level", "stock.negative",
     "alter table stock.levels drop constraint levels_on_hand_check, drop constraint no_more_reserved_than_there_is; update stock.levels set on_hand = -1"},
    {"a_shelf_from_nowhere", "stock.shelves", "update stock.shelves set on_hand = on_hand + 1"},
    {"a_shelf_that_the_level_does_not_know", "stock.totals", "delete from stock.shelves"},
    {"a_promise_that_the_level_does_not_know", "stock.promised", "update stock.levels set promise_limit = 1, promised = 1"},
    {"sold_out_of_no_warehouse", "stock.allocated", "delete from stock.allocations"},
    {"a_transfer_that_took_what_it_does_not_say", "stock.transfers",
     "insert into stock.movements (store_id, variant, warehouse, change, reason, reference) select store_id, variant, store_id, -1, 'transfer_out', 'trf_none' from stock.levels"},
    {"more_sold_than_ordered", "stock.sold", "update stock.reservations set quantity = quantity + 1 where state = 'sold'"},
    {"paid_but_not_sold", "stock.sold", "delete from stock.reservations where state = 'sold'"},
    {"held_for_a_cancelled_order", "stock.held", "update stock.reservations set state = 'active' where state = 'released'"},
    {"waiting_without_a_hold", "stock.held", "delete from stock.reservations where state = 'active'"},
    {"paid_without_money", "orders.paid", "update payments.payments set state = 'failed' where state = 'succeeded'"},
    {"paid_too_little", "orders.paid", "update payments.payments set amount = amount - 1 where state = 'succeeded'"},
    {"money_without_a_paid_order", "orders.pending", "update orders.orders set state = 'pending_payment' where state = 'paid'"},
    {"money_kept_from_a_cancelled_order", "orders.cancelled", "update orders.orders set state = 'cancelled' where state = 'paid'"},
    {"a_line_changed", "orders.totals", "alter table orders.lines drop constraint line_adds_up; update orders.lines set total = total + 1"},
    {"an_order_without_lines", "orders.totals", "delete from orders.lines"},
    {"an_order_without_news", "orders.news", "delete from jobs.events where name = 'orders.placed'"},
    {"news_without_an_order", "orders.news", "update jobs.events set aggregate = 'ord_none' where name = 'orders.placed' and aggregate = (select max(aggregate) from jobs.events where name = 'orders.placed')"},
    {"two_orders_of_a_cart", "orders.carts", "alter table orders.orders drop constraint one_order_a_cart; update orders.orders set cart = (select max(cart::text)::uuid from orders.orders)"},
    {"a_payment_of_no_order", "payments.orders", "update payments.payments set order_ref = 'ord_none' where state = 'succeeded'"},
    {"a_receipt_lost", "payments.receipts", "delete from payments.receipts"},
    {"a_refund_that_is_not_there", "payments.receipts", "update payments.receipts set refunded = 1"},
    {"a_posting_out_of_balance", "ledger.postings", "update ledger.lines set minor = minor - 1 where account = 'sales'"},
    {"books_out_of_balance", "ledger.total", "update ledger.lines set minor = minor - 1 where account = 'sales'"},
    {"an_order_not_booked", "ledger.orders", "delete from ledger.lines; delete from ledger.postings"},
    {"a_debt_of_a_paid_order", "ledger.receivable", "update ledger.lines set minor = minor + 1 where account = 'receivable' and minor < 0"},
    {"clearing_that_does_not_match", "ledger.clearing", "update ledger.lines set account = 'clearing:stripe' where account = 'clearing:bank_transfer'"},
    {"a_fee_of_no_settlement", "ledger.settlements",
     "with made as (insert into ledger.postings (store_id, id, kind, reference) select store_id, gen_random_uuid(), 'settlement.fee', 'stripe:txn_1' from stores.stores returning store_id, id) "
     "insert into ledger.lines (store_id, posting, position, account, currency, minor) select store_id, id, n, case n when 1 then 'fees:stripe' else 'clearing:stripe' end, 'PKR', 3 - 2 * n "
     "from made, generate_series(1, 2) as n"},
    {"more_counted_than_was_given_back", "refunds.orders", "update orders.orders set refunded = 1 where state = 'paid'"},
    {"a_refund_owed_to_nobody", "ledger.refunds", "update ledger.lines set account = 'refunds' where account = 'sales'"},
    {"a_refund_without_its_money", "refunds.parts",
     "insert into orders.refunds (store_id, id, order_id, amount, currency, destination, reason, key, fingerprint) select store_id, gen_random_uuid(), id, 5, currency, 'original', 'x', 'k', "
     "sha256('x') from orders.orders where state = 'paid'"},
    {"given_back_in_full_but_in_the_books", "ledger.refunded", "update orders.orders set refunded = total where state = 'paid'"},
    {"a_transfer_that_no_receipt_knows", "payments.transfers", "update payments.transfers set amount = amount + 1"},
    {"a_use_counted_that_nobody_made", "promotions.counters",
     "with made as (insert into promotions.promotions (store_id, id, name, definition) select store_id, gen_random_uuid(), 'x', '{}' from stores.stores returning store_id, id) "
     "insert into promotions.limits (store_id, promotion, uses_limit, uses) select store_id, id, 5, 1 from made"},
    {"a_use_by_no_order", "promotions.claims",
     "insert into promotions.claims (store_id, order_ref, promotion, customer, amount, currency) select store_id, 'ord_none', gen_random_uuid(), 'a@example.com', 1, 'PKR' from stores.stores"},
    {"a_balance_from_nowhere", "tenders.balances",
     "insert into tenders.accounts (store_id, id, kind, currency, balance, customer) select store_id, gen_random_uuid(), 'store_credit', 'PKR', 5, 'a@example.com' from stores.stores"},
    {"a_balance_that_is_not_in_the_books", "tenders.books",
     "insert into tenders.accounts (store_id, id, kind, currency, balance, customer) select store_id, gen_random_uuid(), 'store_credit', 'PKR', 5, 'a@example.com' from stores.stores"},
    {"a_card_that_paid_for_no_order", "tenders.orders",
     "with made as (insert into tenders.accounts (store_id, id, kind, currency, customer) select store_id, gen_random_uuid(), 'store_credit', 'PKR', 'a@example.com' from stores.stores "
     "returning store_id, id) insert into tenders.movements (store_id, account, kind, amount, order_ref) select store_id, id, 'spent', -5, 'ord_none' from made"},
    {"a_hole_in_the_news", "events.sequence", "update jobs.events set sequence = sequence + 1 where name <> 'orders.placed'"},
    {"a_job_parked_for_long", "jobs.parked",
     "update jobs.jobs set state = 'parked', parked_at = now() - interval '2 hours', lease = null, lease_until = null, last_error = 'gave up' where kind = 'orders.expire'"},
};
INSTANTIATE_TEST_SUITE_P(verify, planted, testing::ValuesIn(plants), [](const auto& plant) { return std::string(plant.param.name); });

}  // namespace
}  // namespace vitrine::verify
