// Settlement files held against the books, line by line.
#include "modules/payments/settlement.h"

#include <gtest/gtest.h>

#include <set>

#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Shop;
using test::Till;

constexpr auto stripe_header = "Balance Transaction ID,Created (UTC),Currency,Gross,Fee,Net,Reporting Category,Source ID,Payment Intent ID\r\n";

TEST(read_settlement, understands_stripes_columns_in_any_spelling) {
    auto lines = read_settlement("stripe", "id,created_utc,type,source,payment_intent_id,currency,gross,fee,net\n"
                                           "txn_1,2026-11-03 10:22:33,charge,ch_1,pi_1,pkr,\"1,600.00\",46.70,1553.30\n"
                                           "txn_2,2026-11-03T11:00:00Z,refund,re_1,pi_1,pkr,-600.00,0,-600.00\n"
                                           "txn_3,1762165200,payout,po_1,,pkr,-953.30,0.00,-953.30\n"
                                           "txn_4,2026-11-04 00:00:00,stripe_fee,,,usd,-2.00,0,-2.00\n");
    ASSERT_TRUE(lines) << (lines ? "" : lines.error().detail);
    ASSERT_EQ(lines->size(), 4u);
    EXPECT_EQ((*lines)[0].gross, 160'000);
    EXPECT_EQ((*lines)[0].cost, 4'670);
    EXPECT_EQ((*lines)[0].reference, "pi_1");
    EXPECT_EQ((*lines)[1].kind, SettlementKind::refund);
    EXPECT_EQ((*lines)[1].source, "re_1");
    EXPECT_EQ((*lines)[2].paid_out, 95'330);
    EXPECT_EQ((*lines)[3].cost, 200);
    EXPECT_EQ(format_rfc3339((*lines)[0].occurred_at), "2026-11-03T10:22:33.000Z");
}

TEST(read_settlement, understands_razorpays_columns) {
    auto lines = read_settlement("razorpay", "entity_id,type,debit,credit,amount,currency,fee,tax,settled,created_at,settlement_id,payment_id\n"
                                             "pay_1,payment,0,1562.24,1600.00,INR,37.76,5.76,1,03/11/2026 15:52:33,setl_1,\n"
                                             "rfnd_1,refund,600.00,0,600.00,INR,0,0,1,04/11/2026 00:00:00,setl_1,pay_1\n");
    ASSERT_TRUE(lines);
    EXPECT_EQ((*lines)[0].gross, 160'000);
    EXPECT_EQ((*lines)[0].net, 156'224);
    EXPECT_EQ((*lines)[0].cost, 3'776);
    EXPECT_EQ((*lines)[0].paid_out, 156'224);
    EXPECT_EQ(format_rfc3339((*lines)[0].occurred_at), "2026-11-03T10:22:33.000Z") << "Indian time";
    EXPECT_EQ((*lines)[1].gross, -60'000);
    EXPECT_EQ((*lines)[1].source, "rfnd_1");
}

TEST(read_settlement, takes_all_of_a_file_or_nothing_and_names_each_bad_row) {
    auto read = read_settlement("stripe", std::string(stripe_header) + "txn_1,2026-11-03 10:22:33,pkr,x,0,1.00,charge,ch_1,pi_1\r\n"
                                                                       "txn_2,yesterday,pkr,1.00,0,1.00,charge,ch_2,pi_2\r\n"
                                                                       ",2026-11-03 10:22:33,pkr,1.00,0,1.00,charge,ch_3,pi_3\r\n"
                                                                       "txn_4,2026-11-03 10:22:33,zzz,1.00,0,1.00,charge,ch_4,pi_4\r\n");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "payments.settlement_unreadable");
    std::vector<std::string> pointers;
    for (const auto& fault : read.error().errors) pointers.push_back(fault.pointer);
    EXPECT_EQ(pointers, (std::vector<std::string>{"/rows/2/gross", "/rows/3/created_utc", "/rows/4/balance_transaction_id", "/rows/5/currency"}));
    EXPECT_EQ(read_settlement("stripe", "").error().code, "payments.settlement_unreadable");
    EXPECT_EQ(read_settlement("cash_on_delivery", "a").error().code, "payments.settlement_unknown");
}

const auto pkr = *Currency::parse("PKR"), usd = *Currency::parse("USD");
Instant at(int hour) { return *parse_rfc3339("2026-11-03T00:00:00Z") + std::chrono::hours(hour); }
SettlementLine line(std::string id, SettlementKind kind, std::string key, std::int64_t gross, int hour) {
    SettlementLine out{.line_id = std::move(id), .kind = kind, .type = "x", .reference = key, .source = key, .currency = pkr, .gross = gross, .fee = 0, .net = gross, .occurred_at = at(hour)};
    return out;
}
OwnReceipt receipt(std::string reference, std::int64_t amount, int hour) { return {PaymentId::next(at(hour)), std::move(reference), amount, pkr, at(hour)}; }
std::vector<std::pair<DifferenceKind, std::string>> kinds(const std::vector<Difference>& all) {
    std::vector<std::pair<DifferenceKind, std::string>> out;
    for (const auto& one : all) out.emplace_back(one.kind, one.reference);
    return out;
}

TEST(match, finds_nothing_where_both_say_the_same) {
    ToMatch all{.lines = {line("txn_1", SettlementKind::payment, "pi_1", 100, 1), line("txn_2", SettlementKind::refund, "re_1", -40, 2), line("txn_3", SettlementKind::payout, "", -60, 3)},
                .receipts = {receipt("pi_1", 100, 1)},
                .refunds = {{RefundId::next(at(2)), {}, "re_1", 40, pkr, RefundState::succeeded, at(2)}},
                .from = at(0),
                .to = at(24)};
    EXPECT_TRUE(match(all).empty());
}

TEST(match, names_each_difference_once) {
    ToMatch all{.lines = {line("txn_1", SettlementKind::payment, "pi_there", 100, 1), line("txn_2", SettlementKind::payment, "pi_less", 90, 2), line("txn_3", SettlementKind::payment, "pi_dollars", 100, 3),
                          line("txn_4", SettlementKind::payment, "pi_fee", 100, 4), line("txn_5", SettlementKind::other, "", 7, 5), line("txn_6", SettlementKind::dispute, "dp_1", -50, 6)},
                .receipts = {receipt("pi_here", 100, 7), receipt("pi_less", 100, 2), receipt("pi_dollars", 100, 3), receipt("pi_fee", 100, 4), receipt("pi_tomorrow", 100, 30)},
                .refunds = {{RefundId::next(at(8)), {}, "re_here", 40, pkr, RefundState::succeeded, at(8)}, {RefundId::next(at(9)), {}, "", 40, pkr, RefundState::failed, at(9)}},
                .from = at(0),
                .to = at(24)};
    all.lines[2].currency = usd;
    all.lines[3].fee.reset();
    EXPECT_EQ(kinds(match(all)), (std::vector<std::pair<DifferenceKind, std::string>>{{DifferenceKind::missing_here, "pi_there"},
                                                                                     {DifferenceKind::amount_differs, "pi_less"},
                                                                                     {DifferenceKind::currency_differs, "pi_dollars"},
                                                                                     {DifferenceKind::fee_unknown, "pi_fee"},
                                                                                     {DifferenceKind::kind_unknown, "txn_5"},
                                                                                     {DifferenceKind::missing_here, "dp_1"},
                                                                                     {DifferenceKind::missing_there, "pi_here"},
                                                                                     {DifferenceKind::missing_there, "re_here"}}));
}

TEST(match, holds_disputes_against_what_was_booked) {
    ToMatch all{.lines = {line("txn_1", SettlementKind::dispute, "dp_1", -115, 1), line("txn_2", SettlementKind::dispute, "dp_2", -115, 2)}, .from = at(0), .to = at(24)};
    all.disputes = {{"dispute.funds_withdrawn", "dsp_1:txn_1", at(1), pkr, -115}, {"dispute.funds_withdrawn", "dsp_2:txn_2", at(2), pkr, -100}};
    EXPECT_EQ(kinds(match(all)), (std::vector<std::pair<DifferenceKind, std::string>>{{DifferenceKind::amount_differs, "dp_2"}}));
}

TEST(match, counts_the_lines_of_one_refund_together) {
    ToMatch all{.lines = {line("txn_1", SettlementKind::refund, "re_1", -40, 1), line("txn_2", SettlementKind::refund, "re_1", 40, 2)},
                .refunds = {{RefundId::next(at(2)), {}, "re_1", 40, pkr, RefundState::failed, at(2)}},
                .from = at(0),
                .to = at(24)};
    EXPECT_TRUE(match(all).empty()) << "it failed, and the money came back";
}

struct Office {
    PaymentId paid() {
        auto payment = till.started(Shop::rupees(1'600));
        till.stripe.pay(till.intent_of(payment));
        till.verify(payment);
        return payment;
    }
    std::string row(std::string id, std::string gross, std::string fee, std::string net, std::string type, std::string source, std::string intent) {
        return id + "," + format_rfc3339(till.shop.ctx.now) + ",pkr," + gross + "," + fee + "," + net + "," + type + "," + source + "," + intent + "\r\n";
    }
    Result<ImportedSettlement> import(const std::string& rows) { return till.shop.run(import_settlement(till.shop.app.db, till.shop.ctx, {"stripe", "file.csv", stripe_header + rows})); }
    SettlementReport report() {
        auto early = till.shop.ctx.now - Duration(1h), late = clock_now() + Duration(1h);
        return till.shop.run(settlement_report(till.shop.app.db, till.shop.ctx, "stripe", early, late)).value();
    }
    Till till;
};

TEST(settlement, books_fees_once_and_agrees_with_receipts_and_refunds) {
    Office office;
    auto payment = office.paid();
    auto given = office.till.shop.run(refund(office.till.shop.app, office.till.shop.ctx,
                                             {.id = RefundId::next(office.till.shop.ctx.now), .payment = payment, .amount = Shop::rupees(600), .reason = "requested"}));
    ASSERT_EQ(given->state, RefundState::succeeded);
    auto intent = office.till.intent_of(payment), name = office.till.stripe.refunds.begin()->first;
    auto charge = office.row("txn_1", "1600.00", "46.70", "1553.30", "charge", "ch_1", intent), back = office.row("txn_2", "-600.00", "0.00", "-600.00", "refund", name, intent);
    auto payout = office.row("txn_3", "-953.30", "0.00", "-953.30", "payout", "po_1", "");
    EXPECT_EQ(office.import(charge)->file.new_lines, 1);
    EXPECT_TRUE(office.import(charge)->is_known);
    auto whole = office.import(charge + back + payout);
    EXPECT_EQ(whole->file.lines, 3);
    EXPECT_EQ(whole->file.new_lines, 2) << "a line counts once, whatever file it stands in";
    EXPECT_EQ(office.till.account("fees:stripe"), 4'670);
    EXPECT_EQ(office.till.account("bank"), 95'330);
    EXPECT_EQ(office.till.account("clearing:stripe"), 0);
    auto report = office.report();
    EXPECT_TRUE(report.differences.empty()) << to_json(report);
    EXPECT_EQ(report.lines, 3);
    EXPECT_EQ(report.totals.at(0).fees.minor, 4'670);
}

// Razorpay's recon names a payment before its settlement has gone to the bank, and again afterwards.
TEST(settlement, of_a_line_that_was_imported_before_its_payout_books_the_payout_once) {
    Office office;
    auto recon = [&](const std::string& settled, const std::string& settlement, const std::string& note = "") {
        std::string csv = "entity_id,type,debit,credit,amount,currency,fee,tax,settled,created_at,settlement_id,payment_id" + note +
                          "\npay_1,payment,0,1562.24,1600.00,INR,37.76,5.76," + settled + ",03/11/2026 15:52:33," + settlement + ",\n"
                          "rfnd_1,refund,600.00,0,600.00,INR,0,0," + settled + ",04/11/2026 00:00:00," + settlement + ",pay_1\n";
        return office.till.shop.run(import_settlement(office.till.shop.app.db, office.till.shop.ctx, {"razorpay", "recon.csv", csv}));
    };
    ASSERT_TRUE(recon("0", ""));
    EXPECT_EQ(office.till.account("bank"), 0) << "not paid out yet";
    EXPECT_EQ(office.till.account("fees:razorpay"), 3'776);
    for (const auto* note : {",b", ",c"}) ASSERT_TRUE(recon("1", "setl_1", note));
    EXPECT_EQ(office.till.account("bank"), 156'224 - 60'000);
    EXPECT_EQ(office.till.account("fees:razorpay"), 3'776);
    EXPECT_EQ(office.till.shop.count("select sum(cost + paid_out)::bigint from payments.settlement_lines"), 3'776 + 156'224 - 60'000) << "as vitrine verify compares";
    EXPECT_EQ(office.till.shop.count("select count(*) from payments.settlement_lines"), 4);
}

TEST(settlement, line_that_stands_twice_in_a_file_counts_once) {
    Office office;
    auto line = office.row("txn_1", "100.00", "3.00", "97.00", "charge", "ch_1", "pi_1");
    auto imported = office.import(line + line);
    ASSERT_TRUE(imported);
    EXPECT_EQ(imported->file.new_lines, 1);
    EXPECT_EQ(office.till.account("fees:stripe"), 300);
}

TEST(settlement, reports_what_only_one_side_knows) {
    Office office;
    auto payment = office.paid(), silent = office.paid();
    ASSERT_TRUE(office.import(office.row("txn_1", "1500.00", "46.70", "1453.30", "charge", "ch_1", office.till.intent_of(payment)) +
                              office.row("txn_2", "10.00", "", "9.00", "charge", "ch_2", "pi_stranger")));
    auto report = office.report();
    std::multiset<DifferenceKind> found;
    for (const auto& one : report.differences) {
        found.insert(one.kind);
        if (one.kind == DifferenceKind::missing_there) EXPECT_EQ(one.own, silent.text());
        if (one.kind == DifferenceKind::amount_differs) EXPECT_EQ(one.here, Shop::rupees(1'600));
    }
    EXPECT_EQ(found, (std::multiset<DifferenceKind>{DifferenceKind::missing_here, DifferenceKind::missing_there, DifferenceKind::amount_differs, DifferenceKind::fee_unknown}));
}

TEST(settlement, of_the_same_file_at_the_same_moment_counts_once) {
    Office office;
    auto csv = stripe_header + office.row("txn_1", "100.00", "3.00", "97.00", "charge", "ch_1", "pi_1");
    std::vector<Task<Result<ImportedSettlement>>> many;
    for (int n = 0; n < 6; ++n) many.push_back(import_settlement(office.till.shop.app.db, office.till.shop.ctx, {"stripe", "file.csv", csv}));
    int known = 0;
    for (auto& one : office.till.shop.run(test::all_of(std::move(many)))) known += one->is_known;
    EXPECT_EQ(known, 5);
    EXPECT_EQ(office.till.account("fees:stripe"), 300);
}

// No role of the program's can change what was settled, nor the books.
TEST(settlement, lines_and_the_books_are_for_ever) {
    Office office;
    ASSERT_TRUE(office.import(office.row("txn_1", "100.00", "3.00", "97.00", "charge", "ch_1", "pi_1")));
    for (const auto* table : {"payments.settlement_lines", "payments.settlement_files", "payments.proofs", "ledger.postings", "ledger.lines"})
        EXPECT_EQ(office.till.shop.count("select count(*) from information_schema.role_table_grants where grantee in ('vitrine_app', 'vitrine_worker') and privilege_type in ('UPDATE', 'DELETE', "
                                         "'TRUNCATE') and table_schema || '.' || table_name = '" + std::string(table) + "'"), 0) << table;
    EXPECT_ANY_THROW(office.till.shop.database.run("set role vitrine_app; update payments.settlement_lines set cost = 0"));
}

}  // namespace
}  // namespace vitrine::payments
