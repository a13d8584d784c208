#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include <boost/json.hpp>

#include "core/text.h"
#include "modules/payments/gateways/jazzcash_codes.h"
#include "modules/payments/gateways/jazzcash_fields.h"
#include "modules/payments/gateways/jazzcash_message.h"
#include "modules/payments/gateways/jazzcash_truth.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"
#include "simulators/jazzcash/signature.h"

namespace vitrine::payments::providers {
namespace {

using JazzcashStanding = JazzcashVerdict::Standing;

std::string read_file(const char* path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}
boost::json::array vectors() { return boost::json::parse(read_file("tests/data/jazzcash-signature-vectors.json")).at("cases").as_array(); }
std::string text(const boost::json::value& from, const char* name) { return std::string(from.at(name).as_string()); }
shape::Fields fields_of(const boost::json::value& c) {
    shape::Fields fields;
    for (const auto& [name, value] : c.at("fields").as_object()) fields.emplace_back(std::string(name), std::string(value.as_string()));
    return fields;
}

TEST(jazzcash_hash, agrees_with_every_published_and_computed_case) {
    auto cases = vectors();
    EXPECT_EQ(cases.size(), 7u);
    for (const auto& c : cases) {
        auto fields = fields_of(c);
        auto salt = text(c, "integrity_salt");
        EXPECT_EQ(jazzcash_message(fields, salt), text(c, "message")) << c.at("name");
        EXPECT_EQ(jazzcash_hash(fields, salt), text(c, "secure_hash_upper")) << c.at("name");
        EXPECT_EQ(simulators::jazzcash::secure_hash(salt, fields), text(c, "secure_hash_upper")) << c.at("name");
        for (const auto* spelling : {"secure_hash_lower", "secure_hash_upper"}) {
            auto given = fields;
            given.emplace_back("pp_SecureHash", text(c, spelling));
            EXPECT_TRUE(jazzcash_fits(given, {salt, ""})) << c.at("name");
        }
    }
}

TEST(jazzcash_hash, refuses_every_changed_missing_added_or_doubled_field) {
    for (const auto& c : vectors()) {
        auto good = fields_of(c);
        auto salt = text(c, "integrity_salt");
        jazzcash_sign(good, salt);
        for (size_t n = 0; n < good.size(); ++n) {
            auto changed = good, cut = good;
            changed[n].second += "1";
            EXPECT_FALSE(jazzcash_fits(changed, {salt, ""})) << good[n].first;
            if (!good[n].second.empty()) {
                cut[n].second.pop_back();
                EXPECT_FALSE(jazzcash_fits(cut, {salt, ""})) << good[n].first;
                auto gone = good;
                gone.erase(gone.begin() + std::ptrdiff_t(n));
                EXPECT_FALSE(jazzcash_fits(gone, {salt, ""})) << good[n].first;
            }
            auto doubled = good;
            doubled.insert(doubled.begin(), {good[n].first, "other"});
            EXPECT_FALSE(jazzcash_fits(doubled, {salt, ""})) << good[n].first;
        }
        auto added = good;
        added.emplace_back("ppmpf_9", "x");
        EXPECT_FALSE(jazzcash_fits(added, {salt, ""}));
        EXPECT_FALSE(jazzcash_fits(good, {"", ""})) << "without a salt nothing fits";
    }
}

TEST(jazzcash_hash, fits_the_salt_of_now_and_the_one_before_while_that_is_kept) {
    shape::Fields fields{{"pp_Amount", "100"}};
    jazzcash_sign(fields, "old");
    EXPECT_TRUE(jazzcash_fits(fields, {"new", "old"}));
    EXPECT_FALSE(jazzcash_fits(fields, {"new", ""}));
    EXPECT_FALSE(jazzcash_fits(fields, {"new", "older"}));
}

TEST(jazzcash_codes, say_for_each_official_code_what_it_means_and_what_a_buyer_is_told) {
    std::istringstream lines(read_file("src/modules/payments/data/jazzcash_response_codes.csv"));
    std::set<std::string> seen;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        auto code = line.substr(0, 3);
        EXPECT_TRUE(seen.insert(code).second) << code;
        const auto& known = jazzcash_code(code);
        bool is_told = known.meaning == JazzcashClass::declined || known.meaning == JazzcashClass::stopped || known.meaning == JazzcashClass::given_back;
        if (is_told) EXPECT_FALSE(known.words.empty()) << code;
    }
    EXPECT_EQ(seen.size(), 102u);
    EXPECT_EQ(jazzcash_code("000").meaning, JazzcashClass::paid);
    EXPECT_EQ(jazzcash_code("121").meaning, JazzcashClass::paid);
    EXPECT_EQ(jazzcash_code("004").words, "There is not enough money in the account. Add money and try again, or choose another way to pay.");
    for (const auto* code : {"058", "134", "199", "403", "999", "777", ""}) EXPECT_EQ(jazzcash_code(code).meaning, JazzcashClass::unknown) << code;
    for (const auto* code : {"124", "157", "210", "417"}) EXPECT_EQ(jazzcash_code(code).meaning, JazzcashClass::waiting) << code;
}

TEST(jazzcash_time, is_pakistans_whatever_the_day) {
    EXPECT_EQ(jazzcash_time(*parse_rfc3339("2026-01-01T00:00:00Z")), "20260101050000");
    EXPECT_EQ(jazzcash_time(*parse_rfc3339("2026-12-31T19:00:00Z")), "20270101000000");
    EXPECT_EQ(jazzcash_time(*parse_rfc3339("2026-06-30T18:59:59.9Z")), "20260630235959");
}

TEST(jazzcash_reference, is_twenty_letters_and_digits_and_differs_for_each_payment_and_attempt) {
    std::set<std::string> seen;
    for (int n = 0; n < 500; ++n) {
        auto payment = PaymentId::next(clock_now());
        for (int attempt = 1; attempt <= jazzcash_most_attempts; ++attempt) {
            auto reference = jazzcash_reference(payment, attempt);
            EXPECT_EQ(reference.size(), 20u);
            EXPECT_EQ(reference.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), std::string::npos);
            EXPECT_TRUE(seen.insert(reference).second);
            EXPECT_EQ(reference, jazzcash_reference(payment, attempt));
        }
    }
}

TEST(jazzcash_plain, leaves_nothing_that_jazzcash_would_turn_into_something_else) {
    EXPECT_EQ(jazzcash_plain("Order T-1 <b>: 5% | \"x\"", 200), "Order T 1 b 5 x");
    EXPECT_EQ(jazzcash_plain("آرڈر 12", 200), "12");
    EXPECT_EQ(jazzcash_plain(std::string(300, 'a'), 200).size(), 200u);
}

TEST(jazzcash_money, is_read_as_whole_paisa_or_not_at_all) {
    auto read = [](const char* amount, const char* currency) { return jazzcash_money({{"pp_Amount", amount}, {"pp_TxnCurrency", currency}}); };
    EXPECT_EQ(read("160000", "PKR"), (Money{160'000, *Currency::parse("PKR")}));
    for (const auto* amount : {"", "1600.00", "-5", "1e3", "99999999999999999999", " 1"}) EXPECT_FALSE(read(amount, "PKR")) << amount;
    EXPECT_FALSE(read("160000", ""));
}

TEST(jazzcash_typed, takes_the_usual_spellings_and_names_each_fault) {
    auto read = [](const char* mobile, const char* cnic) { return jazzcash_typed({{"mobile", mobile}, {"cnic", cnic}}); };
    for (const auto* mobile : {"03001234567", "0300 1234567", "+92 300 1234567", "0092-300-1234567", "923001234567", "3001234567"})
        EXPECT_EQ(field_of(read(mobile, "345678").value(), "mobile"), "03001234567") << mobile;
    EXPECT_EQ(field_of(read("03001234567", "42101-1234567-8").value(), "cnic"), "345678") << "the whole CNIC ends so, too";
    for (const auto* mobile : {"", "0300123456", "02112345678", "0300123456x7", "030012345678"}) EXPECT_EQ(read(mobile, "345678").error().errors.at(0).pointer, "/mobile") << mobile;
    for (const auto* cnic : {"", "34567", "3456789", "34567a"}) EXPECT_EQ(read("03001234567", cnic).error().errors.at(0).pointer, "/cnic") << cnic;
    EXPECT_EQ(read("", "").error().errors.size(), 2u);
    EXPECT_EQ(read("", "").error().code, "payments.details_refused");
}

Answer<JazzcashVerdict> inquiry(shape::Fields fields, bool is_signed = true) { return jazzcash_verdict({std::move(fields), is_signed}); }
Answer<JazzcashVerdict> of_payment(const char* code, const char* status) { return inquiry({{"pp_ResponseCode", "000"}, {"pp_PaymentResponseCode", code}, {"pp_Status", status}}); }

TEST(jazzcash_verdict, is_paid_only_by_a_signed_answer_whose_three_words_agree) {
    using enum JazzcashStanding;
    for (const auto* code : {"121", "000"}) {
        EXPECT_EQ(of_payment(code, "Completed")->standing, paid);
        EXPECT_EQ(of_payment(code, "")->standing, paid);
        EXPECT_EQ(of_payment(code, "Pending")->standing, waiting);
        EXPECT_EQ(of_payment(code, "Failed")->standing, over);
    }
    EXPECT_FALSE(inquiry({{"pp_ResponseCode", "000"}, {"pp_PaymentResponseCode", "121"}, {"pp_Status", "Completed"}}, false)) << "unsigned";
    EXPECT_FALSE(inquiry({{"pp_ResponseCode", "000"}})) << "the inquiry worked, and that is all";
    EXPECT_EQ(inquiry({{"pp_ResponseCode", "121"}})->standing, paid) << "as old answers say it";
    for (const auto* code : {"199", "999", "115", "101", "118", "777"}) EXPECT_FALSE(inquiry({{"pp_ResponseCode", code}})) << code;
    EXPECT_FALSE(inquiry({{"pp_ResponseCode", "999"}, {"pp_PaymentResponseCode", "121"}})) << "an inquiry that failed";
}

TEST(jazzcash_verdict, takes_no_timeout_for_a_no) {
    using enum JazzcashStanding;
    for (const auto* code : {"058", "134", "199", "403", "999", "157", "124", "417", "055", "777"}) {
        EXPECT_EQ(of_payment(code, "")->standing, waiting) << code;
        EXPECT_EQ(of_payment(code, "Pending")->standing, waiting) << code;
        EXPECT_EQ(of_payment(code, "Failed")->standing, over) << code;
    }
    auto declined = of_payment("004", "Failed");
    EXPECT_EQ(declined->standing, over);
    EXPECT_EQ(declined->words, jazzcash_code("004").words);
    EXPECT_EQ(of_payment("004", "Pending")->standing, waiting);
    EXPECT_EQ(of_payment("129", "Dropped")->standing, over);
    EXPECT_EQ(of_payment("131", "Completed")->standing, given_back);
    EXPECT_EQ(inquiry({{"pp_ResponseCode", "109"}}, false)->standing, unseen);
    EXPECT_EQ(of_payment("109", "")->standing, unseen);
}

TEST(jazzcash_wallet_truth, believes_a_signed_success_of_this_reference_and_its_amount) {
    auto pkr = *Currency::parse("PKR");
    auto truth = [&](const char* code, const char* reference, bool is_signed) {
        return jazzcash_wallet_truth({{{"pp_ResponseCode", code}, {"pp_TxnRefNo", reference}, {"pp_Amount", "159900"}, {"pp_TxnCurrency", "PKR"}}, is_signed}, "T1", pkr);
    };
    EXPECT_EQ(truth("000", "T1", true)->standing, Standing::succeeded);
    EXPECT_EQ(truth("000", "T1", true)->received.minor, 159'900) << "what was charged, not what was asked for";
    EXPECT_EQ(truth("000", "T2", true).error().kind, GatewayFault::Kind::unknown);
    EXPECT_EQ(truth("000", "T1", false).error().kind, GatewayFault::Kind::unknown);
    EXPECT_EQ(truth("004", "T1", true)->standing, Standing::open);
    EXPECT_EQ(truth("004", "T1", true)->failure, jazzcash_code("004").words);
    EXPECT_EQ(truth("110", "T1", true)->standing, Standing::open) << "what was typed";
    for (const auto* code : {"157", "058", "999", "422", "417", "055"}) {
        EXPECT_EQ(truth(code, "T1", true)->standing, Standing::processing) << code;
        EXPECT_FALSE(truth(code, "T1", true)->failure) << code;
    }
    for (const auto* code : {"101", "111", "115"}) EXPECT_EQ(truth(code, "T1", true).error().kind, GatewayFault::Kind::refused) << code;
}

TEST(jazzcash_answer, that_cannot_be_read_or_is_wrongly_signed_is_unknown) {
    JazzcashSalts salts{"salt", ""};
    auto kind = [&](int status, std::string_view body) {
        auto read = read_jazzcash_answer(status, body, salts);
        return read ? "read" : read.error().kind == GatewayFault::Kind::unknown ? "unknown" : "other";
    };
    EXPECT_STREQ(kind(200, "<html><head><title>Request Rejected</title></head></html>"), "unknown") << "HTML with status 200";
    EXPECT_STREQ(kind(502, R"({"pp_ResponseCode":"000"})"), "unknown");
    EXPECT_STREQ(kind(200, "[]"), "unknown");
    EXPECT_STREQ(kind(200, "{}"), "unknown");
    EXPECT_STREQ(kind(200, R"({"pp_ResponseCode":"000","pp_SecureHash":"00"})"), "unknown");
    EXPECT_STREQ(kind(200, R"({"pp_ResponseCode":"115"})"), "read");
    EXPECT_EQ(read_jazzcash_answer(200, R"({"responseCode":"000"})", salts)->code(), "000") << "as refunds to cards spell it";
    EXPECT_TRUE(read_jazzcash_answer(200, simulators::jazzcash::to_json_text(simulators::jazzcash::signed_with("salt", {{"pp_ResponseCode", "000"}})), salts)->is_signed);
}

struct Merchant {
    Config config;
    Values values{config, nullptr, jazzcash().declaration().settings};
    Merchant() { config.gateway_settings = {{"jazzcash_merchant_id", "MC1"}, {"jazzcash_password", "p"}, {"jazzcash_salt", "salt"}}; }
    shape::Fields result(std::string code, std::string merchant = "MC1") const {
        return simulators::jazzcash::signed_with("salt", {{"pp_Amount", "100"}, {"pp_TxnCurrency", "PKR"}, {"pp_MerchantID", std::move(merchant)}, {"pp_ResponseCode", std::move(code)}, {"pp_TxnRefNo", "T1"}, {"ppmpf_1", "pay_x"}, {"ppmpf_2", "store_x"}});
    }
};

TEST(jazzcash_return, is_read_when_it_is_signed_for_this_merchant) {
    Merchant merchant;
    auto paid = read_jazzcash_return(merchant.result("000"), merchant.values);
    ASSERT_TRUE(paid);
    EXPECT_TRUE(paid->is_signed);
    EXPECT_EQ(paid->reference, "T1");
    EXPECT_EQ(paid->amount, (Money{100, *Currency::parse("PKR")}));
    EXPECT_FALSE(paid->failure);
    auto declined = read_jazzcash_return(merchant.result("004"), merchant.values);
    EXPECT_EQ(declined->failure, jazzcash_code("004").words);
    EXPECT_FALSE(declined->amount);
    EXPECT_FALSE(read_jazzcash_return(merchant.result("000", "MC2"), merchant.values)) << "a sandbox account, or another shop's";
    EXPECT_FALSE(read_jazzcash_return({}, merchant.values));
}

TEST(jazzcash_event, is_read_from_json_and_from_a_form_and_known_by_its_bytes) {
    Merchant merchant;
    http::Request json{.method = http::Method::post, .body = simulators::jazzcash::to_json_text(merchant.result("121"))};
    json.headers = {{"content-type", "application/json"}};
    auto event = read_jazzcash_event(json, merchant.values);
    ASSERT_TRUE(event);
    EXPECT_TRUE(event->is_wanted);
    EXPECT_EQ(event->reference, "T1");
    EXPECT_EQ(event->claimed_payment, "pay_x");
    EXPECT_EQ(event->claimed_store, "store_x");
    EXPECT_EQ(event->id, read_jazzcash_event(json, merchant.values)->id);
    http::Request form{.method = http::Method::post};
    form.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    for (const auto& [name, value] : merchant.result("121")) form.body += (form.body.empty() ? "" : "&") + name + "=" + http::percent_encode(value);
    EXPECT_TRUE(read_jazzcash_event(form, merchant.values));
    form.body += "&pp_Amount=1";
    EXPECT_FALSE(read_jazzcash_event(form, merchant.values));
}

TEST(jazzcash_receipt, is_signed_over_its_own_fields) {
    Merchant merchant;
    auto fields = simulators::jazzcash::from_json_text(std::get<std::string>(jazzcash_receipt(merchant.values).body));
    EXPECT_EQ(field_of(fields, "pp_ResponseCode"), "000");
    EXPECT_TRUE(jazzcash_fits(fields, {"salt", ""}));
}

}  // namespace
}  // namespace vitrine::payments::providers
