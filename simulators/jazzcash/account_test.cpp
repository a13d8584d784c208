#include "simulators/jazzcash/account.h"

#include <gtest/gtest.h>

#include "simulators/jazzcash/service.h"

namespace vitrine::simulators::jazzcash {
namespace {

class jazzcash_simulator : public testing::Test {
protected:
    /// A good form, with these fields changed before it is signed.
    shape::Fields form(shape::Fields changes = {}, std::string salt = "simulated_salt") const {
        shape::Fields fields{{"pp_Version", "1.1"},          {"pp_Language", "EN"},        {"pp_MerchantID", "MC00001"},           {"pp_Password", "simulated_password"},
                             {"pp_TxnRefNo", "T1"},          {"pp_Amount", "160000"},      {"pp_TxnCurrency", "PKR"},              {"pp_TxnDateTime", "20260301150000"},
                             {"pp_BillReference", "ORD1"},   {"pp_Description", "Order 1"}, {"pp_TxnExpiryDateTime", "20260301153000"}, {"pp_ReturnURL", "http://shop/back"},
                             {"pp_MobileNumber", "03123456789"}, {"pp_CNIC", "345678"}};
        for (auto& [name, value] : changes)
            for (auto& [there, old] : fields)
                if (there == name) old = value;
        return signed_with(salt, std::move(fields));
    }
    std::string refused(shape::Fields changes, std::string salt = "simulated_salt") {
        auto opened = account.open_page(form(std::move(changes), std::move(salt)));
        return opened ? "taken" : opened.error().code;
    }
    std::string standing(const std::string& reference) {
        auto answer = account.inquire(signed_with("simulated_salt", {{"pp_TxnRefNo", reference}, {"pp_MerchantID", "MC00001"}, {"pp_Password", "simulated_password"}}));
        return field(answer, "pp_ResponseCode") + " " + field(answer, "pp_PaymentResponseCode") + " " + field(answer, "pp_Status");
    }

    Ids ids{7};
    FaultBook faults;
    Instant now = *parse_rfc3339("2026-03-01T10:00:00Z");
    std::vector<shape::Fields> told;
    Account account{ids, [this] { return now; }, faults, [this](const shape::Fields& message) { told.push_back(message); }};
};

TEST_F(jazzcash_simulator, turns_away_what_breaks_a_rule_of_the_protocol) {
    EXPECT_EQ(refused({{"pp_Password", "wrong"}}), "101");
    EXPECT_EQ(refused({}, "wrong salt"), "115");
    for (const auto& [name, value] : shape::Fields{{"pp_TxnRefNo", "T-1"}, {"pp_TxnRefNo", "T12345678901234567890"}, {"pp_Amount", "1600.00"}, {"pp_Amount", "0"}, {"pp_TxnCurrency", "INR"}, {"pp_TxnDateTime", "20261301150000"},
                                                   {"pp_TxnExpiryDateTime", "20260301140000"}, {"pp_TxnExpiryDateTime", "20260801153000"}, {"pp_BillReference", "ORD-1"}, {"pp_Description", "5% off"}, {"pp_ReturnURL", "back"}})
        EXPECT_EQ(refused({{name, value}}), "110") << name << " " << value;
    EXPECT_EQ(refused({}), "taken");
    EXPECT_EQ(refused({}), "417") << "it is open already";
    now += 31min;
    EXPECT_EQ(refused({{"pp_TxnRefNo", "T2"}}), "116");
}

TEST_F(jazzcash_simulator, takes_a_reference_once_and_says_how_it_stands) {
    EXPECT_EQ(standing("T1"), "109  ");
    ASSERT_TRUE(account.open_page(form()));
    EXPECT_EQ(standing("T1"), "000 157 Pending");
    EXPECT_TRUE(account.end("T1", "004"));
    EXPECT_EQ(standing("T1"), "000 004 Failed");
    EXPECT_EQ(refused({}), "422");
    EXPECT_TRUE(account.end("T1", "000")) << "late";
    EXPECT_EQ(standing("T1"), "000 121 Completed");
    EXPECT_FALSE(account.end("T1", "004")) << "what is paid stays paid";
    EXPECT_EQ(told.size(), 2u);
    EXPECT_EQ(account.money_held(), 160'000);
}

TEST_F(jazzcash_simulator, lets_what_nobody_paid_lapse) {
    ASSERT_TRUE(account.open_page(form()));
    now += 31min;
    EXPECT_EQ(standing("T1"), "000 129 Dropped");
}

TEST_F(jazzcash_simulator, answers_a_wallet_by_its_number) {
    EXPECT_EQ((*account.pay_by_wallet(form()))->code, "000");
    EXPECT_EQ((*account.pay_by_wallet(form({{"pp_TxnRefNo", "T2"}, {"pp_MobileNumber", "03129999024"}})))->code, "024");
    EXPECT_EQ((*account.pay_by_wallet(form({{"pp_TxnRefNo", "T3"}, {"pp_MobileNumber", "03129999157"}})))->code, "157");
    EXPECT_EQ(account.pay_by_wallet(form({{"pp_TxnRefNo", "T4"}, {"pp_CNIC", "1"}})).error().code, "110");
    EXPECT_EQ(account.money_held(), 160'000);
}

TEST_F(jazzcash_simulator, takes_the_salt_before_while_it_is_kept) {
    account.keys.previous_salt = account.keys.salt;
    account.keys.salt = "fresh";
    EXPECT_TRUE(account.open_page(form()));
    account.keys.previous_salt.clear();
    EXPECT_EQ(refused({{"pp_TxnRefNo", "T2"}}), "115");
}

// The signature stands inside the message; what is sealed with another salt does not fit.
TEST_F(jazzcash_simulator, signs_notifications_inside) {
    ASSERT_TRUE(account.open_page(form()));
    account.end("T1", "000");
    auto sent = from_json_text(sealed("simulated_salt", to_json_text(told.at(0))));
    auto hash = field(sent, "pp_SecureHash");
    sent.pop_back();
    EXPECT_EQ(hash, secure_hash("simulated_salt", sent));
    EXPECT_NE(hash, secure_hash("not the secret", sent));
    EXPECT_EQ(field(sent, "pp_ResponseCode"), "121");
}

}  // namespace
}  // namespace vitrine::simulators::jazzcash
