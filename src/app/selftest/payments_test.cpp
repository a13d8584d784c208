// The self-test itself: clean, and able to see what is wrong. That it is repeatable is shown by tests/chaos/selftest_repeats.py: a process remembers whom it asked a moment ago.
#include "app/selftest/report.h"
#include "tests/shop/proof.h"

namespace vitrine::selftest {
namespace {

TEST(selftest_payments, finds_nothing_wrong_after_a_day_on_which_everything_went_wrong) {
    test::Proof proof(7);
    auto report = try_payments(proof.box, {.orders = 40, .seed = 7});
    EXPECT_TRUE(report.is_clean()) << table_of(report);
    EXPECT_GT(report.mishaps.size(), 8u) << table_of(report);
}

// Each tampering is a fault that the audit exists for.
TEST(selftest_payments, sees_money_that_one_side_does_not_know) {
    test::Proof proof(8);
    Wanted quiet{.orders = 12, .seed = 8, .mishaps = {}};
    ASSERT_TRUE(try_payments(proof.box, quiet).is_clean());
    auto audited = [&] {
        Report report;
        audit(proof.box, report);
        return report;
    };
    auto& stand = proof.box.stand("razorpay");
    auto bought = proof.box.buy(stand, proof.box.basket(stand, 1));
    stand.pay(bought.payment.text(), bought.amount, Paying::well);
    EXPECT_FALSE(audited().is_clean()) << "the gateway has money that no book of ours knows";
    proof.box.reverify(stand, bought.payment);
    proof.let_pass(2min, 2);
    EXPECT_TRUE(audited().is_clean()) << table_of(audited());
    proof.database.run("set session_replication_role = replica; update ledger.lines set minor = minor + 1 where ctid = (select ctid from ledger.lines limit 1)");
    EXPECT_EQ(audited().ledger_off, 1);
    EXPECT_FALSE(audited().is_clean());
}

TEST(selftest_payments, counts_money_taken_twice) {
    test::Proof proof(9);
    auto& stand = proof.box.stand("bank_transfer");
    auto bought = proof.box.buy(stand, proof.box.basket(stand, 1));
    stand.pay(bought.payment.text(), {bought.amount.minor * 2, bought.amount.currency}, Paying::well);
    Report report;
    audit(proof.box, report);
    EXPECT_EQ(report.double_captures, 1);
}

TEST(selftest_payments, knows_what_may_go_wrong_by_name) {
    EXPECT_EQ(read_mishaps("all"), all_mishaps());
    EXPECT_TRUE(read_mishaps("none").empty());
    EXPECT_EQ(read_mishaps("crash,lost_message"), (std::set<Mishap>{Mishap::crash, Mishap::lost_message}));
    EXPECT_THROW(read_mishaps("crash,rain"), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::selftest
