// Bank transfers: exactly, in parts, too much, too late, and by two people.
#include <gtest/gtest.h>

#include "modules/payments/rules.h"
#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Shop;
using test::Till;

struct Bank {
    PaymentId opened(std::int64_t rupees = 1'000) { return till.open(Shop::rupees(rupees), "bank_transfer"); }
    Result<PaymentView> mark(PaymentId payment, std::int64_t rupees, std::string reference = "", std::string actor = "key_anna", std::string request_key = "") {
        return till.shop.run(mark_paid(till.shop.app, as(actor), payment, Shop::rupees(rupees), "statement", reference, request_key));
    }
    std::vector<TransferView> transfers(PaymentId payment) { return till.shop.run(transfers_of(till.shop.app, till.shop.ctx, payment)); }
    Result<TransferView> confirm(TransferId transfer, std::string actor) { return till.shop.run(confirm_transfer(till.shop.app, as(actor), transfer)); }
    Ctx as(std::string actor) {
        auto ctx = till.shop.ctx;
        ctx.role = Role::staff;
        ctx.actor = std::move(actor);
        return ctx;
    }
    void two_people_above(const char* amount) { till.shop.config.gateway_settings["bank_transfer_two_people_above"] = amount; }
    /// The refunds that wait for a person, all ended.
    void give_all_surplus_back() {
        for (const auto& one : till.shop.run(list())) till.shop.run(end_refund(till.shop.app, as("key_anna"), one, {RefundState::succeeded, *Text<1, 500>::parse("sent back")}));
    }
    Task<std::vector<RefundId>> list() {
        auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<RefundId>>> {
            std::vector<RefundId> ids;
            for (std::int64_t n = 1; n <= till.next_order; ++n)
                for (const auto& one : co_await refunds_of_order(tx, "order " + std::to_string(n)))
                    if (one.state == RefundState::pending) ids.push_back(one.id);
            co_return ids;
        };
        co_return (co_await till.shop.floor.db.transaction(till.shop.ctx, body)).value();
    }
    Till till;
};

TEST(bank_transfer, of_the_whole_amount_pays_once_however_often_it_is_marked) {
    Bank bank;
    auto payment = bank.opened();
    for (int n = 0; n < 3; ++n) EXPECT_EQ(bank.mark(payment, 1'000)->state, State::succeeded);
    EXPECT_EQ(bank.mark(payment, 999).error().code, "payments.transfer_differs");
    EXPECT_EQ(bank.till.account("clearing:bank_transfer"), 100'000);
    EXPECT_EQ(bank.till.news("payments.succeeded", payment), 1);
    EXPECT_EQ(bank.transfers(payment).size(), 1u);
    bank.till.expect_sound();
}

TEST(bank_transfer, in_two_equal_parts_without_a_reference_is_two_when_staff_says_so_twice) {
    Bank bank;
    auto payment = bank.opened();
    for (int n = 0; n < 2; ++n) EXPECT_EQ(bank.mark(payment, 500, "", "key_anna", "first")->state, State::pending) << "a request that is sent again";
    EXPECT_EQ(bank.mark(payment, 400, "", "key_anna", "first").error().code, "payments.transfer_differs");
    for (int n = 0; n < 2; ++n) EXPECT_EQ(bank.mark(payment, 500, "", "key_anna", "second")->state, State::succeeded);
    EXPECT_EQ(bank.transfers(payment).size(), 2u);
    EXPECT_EQ(bank.till.account("clearing:bank_transfer"), 100'000);
    auto named = bank.opened();
    for (const auto* key : {"third", "fourth"}) EXPECT_EQ(bank.mark(named, 500, "TT-1", "key_anna", key)->state, State::pending) << "the bank's reference says that it is one";
    EXPECT_EQ(bank.transfers(named).size(), 1u);
}

TEST(bank_transfer, in_parts_waits_until_all_of_it_is_there) {
    Bank bank;
    auto payment = bank.opened();
    EXPECT_EQ(bank.mark(payment, 400, "A")->state, State::pending);
    EXPECT_EQ(bank.till.account("deposits"), -40'000);
    EXPECT_EQ(bank.till.account("receivable"), 0);
    EXPECT_EQ(bank.mark(payment, 600, "B")->state, State::succeeded);
    EXPECT_EQ(bank.till.account("deposits"), 0);
    EXPECT_EQ(bank.till.account("clearing:bank_transfer"), 100'000);
    EXPECT_EQ(bank.till.account("receivable"), -100'000);
    bank.till.expect_sound();
}

TEST(bank_transfer, of_more_than_asked_pays_and_the_rest_waits_to_go_back) {
    Bank bank;
    auto payment = bank.opened();
    bank.mark(payment, 400, "A");
    EXPECT_EQ(bank.mark(payment, 700, "B")->state, State::succeeded);
    EXPECT_EQ(bank.till.account("surplus"), -10'000);
    EXPECT_EQ(bank.till.news("payments.surplus", payment), 1);
    EXPECT_EQ(bank.till.state(payment), "succeeded");
    bank.give_all_surplus_back();
    EXPECT_EQ(bank.till.account("clearing:bank_transfer"), 100'000);
    bank.till.expect_sound();
}

TEST(bank_transfer, that_stayed_incomplete_goes_back_when_the_payment_is_closed) {
    Bank bank;
    auto payment = bank.opened();
    bank.mark(payment, 400, "A");
    ASSERT_TRUE(bank.till.shop.run(cancel(bank.till.shop.app, bank.till.shop.ctx, payment)));
    EXPECT_EQ(bank.till.state(payment), "cancelled");
    EXPECT_EQ(bank.till.account("deposits"), 0);
    EXPECT_EQ(bank.till.account("surplus"), -40'000);
    EXPECT_EQ(bank.mark(payment, 600, "B")->state, State::cancelled) << "too late: surplus, too";
    EXPECT_EQ(bank.till.account("surplus"), -100'000);
    bank.give_all_surplus_back();
    EXPECT_EQ(bank.till.account("clearing:bank_transfer"), 0);
    bank.till.expect_sound();
}

TEST(bank_transfer, refuses_what_is_no_amount) {
    Bank bank;
    auto payment = bank.opened();
    EXPECT_EQ(bank.mark(payment, 0).error().code, "payments.wrong_amount");
    EXPECT_EQ(bank.mark(payment, -5).error().code, "payments.wrong_amount");
    auto foreign = bank.till.shop.run(mark_paid(bank.till.shop.app, bank.as("key_anna"), payment, Till::inr(1'000), ""));
    EXPECT_EQ(foreign.error().code, "payments.wrong_amount");
    EXPECT_EQ(bank.mark(bank.till.started(), 1'600).error().code, "payments.not_by_hand");
    EXPECT_TRUE(bank.transfers(payment).empty());
}

TEST(two_people, have_to_say_that_much_has_arrived) {
    Bank bank;
    bank.two_people_above("500.00");
    auto payment = bank.opened();
    EXPECT_EQ(bank.mark(payment, 1'000)->state, State::pending);
    auto waiting = bank.transfers(payment).at(0);
    EXPECT_EQ(waiting.state, TransferState::waiting);
    EXPECT_EQ(bank.till.account("clearing:bank_transfer"), 0);
    EXPECT_EQ(bank.confirm(waiting.id, "key_anna").error().code, "payments.same_person");
    EXPECT_EQ(bank.till.state(payment), "pending");
    for (int n = 0; n < 2; ++n) EXPECT_EQ(bank.confirm(waiting.id, "key_bela")->state, TransferState::counted);
    EXPECT_EQ(bank.till.state(payment), "succeeded");
    auto decided = bank.transfers(payment).at(0);
    EXPECT_EQ(decided.marked_by, "key_anna");
    EXPECT_EQ(decided.decided_by, "key_bela");
    EXPECT_EQ(bank.till.shop.run(reject_transfer(bank.till.shop.app, bank.as("key_bela"), waiting.id)).error().code, "payments.transfer_decided");
    bank.till.expect_sound();
}

TEST(two_people, cannot_be_got_around_by_splitting) {
    Bank bank;
    bank.two_people_above("500.00");
    auto payment = bank.opened();
    EXPECT_EQ(bank.mark(payment, 500, "A")->state, State::pending);
    EXPECT_EQ(bank.transfers(payment).at(0).state, TransferState::counted);
    bank.mark(payment, 500, "B");
    EXPECT_EQ(bank.transfers(payment).at(1).state, TransferState::waiting);
    EXPECT_EQ(bank.till.state(payment), "pending");
}

TEST(two_people, may_say_that_it_was_a_mistake) {
    Bank bank;
    bank.two_people_above("500.00");
    auto payment = bank.opened();
    bank.mark(payment, 1'000);
    auto first = bank.transfers(payment).at(0);
    for (int n = 0; n < 2; ++n) EXPECT_EQ(bank.till.shop.run(reject_transfer(bank.till.shop.app, bank.as("key_anna"), first.id))->state, TransferState::rejected);
    EXPECT_EQ(bank.confirm(first.id, "key_bela").error().code, "payments.transfer_decided");
    EXPECT_EQ(bank.confirm(TransferId::next(clock_now()), "key_bela").error().code, "payments.transfer_not_found");
    bank.mark(payment, 1'000);
    EXPECT_EQ(bank.confirm(bank.transfers(payment).at(1).id, "key_bela")->state, TransferState::counted);
    EXPECT_EQ(bank.till.state(payment), "succeeded");
    bank.till.expect_sound();
}

// The database holds the rule, too.
TEST(two_people, are_two_for_the_database_as_well) {
    Bank bank;
    bank.two_people_above("500.00");
    bank.mark(bank.opened(), 1'000);
    EXPECT_ANY_THROW(bank.till.shop.database.run("update payments.transfers set state = 'counted', decided_by = marked_by"));
    EXPECT_ANY_THROW(bank.till.shop.database.run("update payments.transfers set state = 'counted'"));
}

using namespace std::string_view_literals;
const std::string png("\x89PNG\r\n\x1a\n rest of a picture"), pdf = "%PDF-1.7 rest of a document";

TEST(proofs, are_what_their_bytes_say) {
    EXPECT_EQ(rules::proof_media_type(png), "image/png");
    EXPECT_EQ(rules::proof_media_type(pdf), "application/pdf");
    EXPECT_EQ(rules::proof_media_type("\xff\xd8\xff\xe0 jfif"sv), "image/jpeg");
    EXPECT_EQ(rules::proof_media_type("RIFF\x10\0\0\0WEBPVP8 "sv), "image/webp");
    for (auto bytes : {"<html><script>alert(1)</script>"sv, "<svg onload=alert(1)>"sv, "GIF89a"sv, "RIFF\x10\0\0\0WAVEfmt "sv, "\x89PNG"sv, "MZ"sv, " %PDF-1.7"sv, ""sv})
        EXPECT_FALSE(rules::proof_media_type(bytes)) << bytes;
}

TEST(proofs, are_kept_once_and_not_more_than_five) {
    Bank bank;
    auto payment = bank.opened();
    auto add = [&](std::string bytes) { return bank.till.shop.run(add_proof(bank.till.shop.app, bank.till.shop.ctx, payment, std::move(bytes))); };
    for (int n = 0; n < 3; ++n) EXPECT_EQ(add(png)->media_type, "image/png");
    EXPECT_EQ(bank.till.shop.run(proofs_of(bank.till.shop.app, bank.till.shop.ctx, payment)).size(), 1u);
    for (int n = 0; n < 4; ++n) EXPECT_TRUE(add(pdf + std::to_string(n)));
    EXPECT_EQ(add(pdf + "more").error().code, "payments.proof_too_many");
    EXPECT_TRUE(add(png)) << "is there already";
    EXPECT_EQ(add("<html>").error().code, "payments.proof_type");
    EXPECT_EQ(add(png + std::string(largest_proof, 'x')).error().code, "payments.proof_too_large");
    EXPECT_EQ(bank.till.shop.count("select count(*) from payments.proofs"), 5);
    bank.mark(payment, 1'000);
    EXPECT_EQ(add(pdf + "late").error().code, "payments.proof_not_wanted");
    payment = bank.till.started();
    EXPECT_EQ(add(png).error().code, "payments.proof_not_wanted") << "a card needs none";
}

}  // namespace
}  // namespace vitrine::payments
