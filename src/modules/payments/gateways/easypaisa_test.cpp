#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <boost/json.hpp>

#include "modules/payments/gateways/easypaisa_codes.h"
#include "modules/payments/gateways/easypaisa_messages.h"
#include "modules/payments/gateways/easypaisa_request.h"
#include "modules/payments/gateways/easypaisa_truth.h"
#include "modules/payments/gateways/list.h"
#include "simulators/easypaisa/signature.h"

namespace vitrine::payments::providers {
namespace {

Currency pkr() { return *Currency::parse("PKR"); }

std::string file_text(const std::string& name) {
    std::ifstream file("tests/data/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}
boost::json::object vectors() { return boost::json::parse(file_text("easypaisa-signature-vectors.json")).as_object(); }
std::string text(const boost::json::value& from, const char* name) { return std::string(from.at(name).as_string()); }

std::vector<FormField> fields_of(const boost::json::value& from) {
    std::vector<FormField> fields;
    for (const auto& field : from.at("fields").as_object()) fields.push_back({std::string(field.key()), std::string(field.value().as_string())});
    return fields;
}

TEST(easypaisa_hash, agrees_with_every_vector) {
    auto read = vectors();
    const auto& cases = read.at("hash").at("cases").as_array();
    EXPECT_EQ(cases.size(), 4u);
    for (const auto& c : cases) {
        auto fields = fields_of(c);
        EXPECT_EQ(easypaisa_plaintext(fields), text(c, "plaintext")) << c.at("name");
        EXPECT_EQ(easypaisa_hash(fields, text(c, "hash_key_utf8")), text(c, "merchantHashedReq")) << c.at("name");
    }
}

TEST(easypaisa_hash, leaves_empty_fields_and_itself_out_and_needs_a_key_of_sixteen) {
    std::vector<FormField> fields{{"storeId", "12345"}, {"amount", "10.0"}, {"mobileNum", ""}, {"merchantHashedReq", "old"}};
    EXPECT_EQ(easypaisa_plaintext(fields), "amount=10.0&storeId=12345");
    EXPECT_FALSE(easypaisa_hash(fields, "too short"));
}

// The stand-in of the other side, written apart, refuses what was changed on its way.
TEST(easypaisa_hash, fits_only_the_form_it_was_made_for) {
    auto read = vectors();
    for (const auto& c : read.at("hash").at("cases").as_array()) {
        simulators::easypaisa::Form form;
        for (const auto& [name, value] : fields_of(c)) form[name] = value;
        form["merchantHashedReq"] = text(c, "merchantHashedReq");
        EXPECT_TRUE(simulators::easypaisa::hash_fits(form, text(c, "hash_key_utf8"))) << c.at("name");
        auto forged = form, truncated = form, bare = form;
        forged["amount"] = "1.0";
        truncated["merchantHashedReq"].resize(truncated["merchantHashedReq"].size() - 24);
        bare.erase("merchantHashedReq");
        for (const auto& bad : {forged, truncated, bare}) EXPECT_FALSE(simulators::easypaisa::hash_fits(bad, text(c, "hash_key_utf8"))) << c.at("name");
        EXPECT_FALSE(simulators::easypaisa::hash_fits(form, "ANOTHERKEY012345"));
    }
}

TEST(easypaisa_credentials, agree_with_the_vector) {
    auto read = vectors();
    for (const auto& c : read.at("credentials").at("cases").as_array()) EXPECT_EQ("Credentials: " + easypaisa_credentials(text(c, "username"), text(c, "password")), text(c, "header"));
}

// Trap 18: amounts in the protocol's own form, made from whole minor units.
TEST(easypaisa_amount, is_written_and_read_without_losing_a_paisa) {
    auto page = [](std::int64_t minor) { return easypaisa_page_amount({minor, pkr()}); };
    EXPECT_EQ(page(1'000), "10.0");
    EXPECT_EQ(page(1'025), "10.25");
    EXPECT_EQ(page(1'020), "10.2");
    EXPECT_EQ(page(129'900), "1299.0");
    EXPECT_EQ(page(5), "0.05");
    EXPECT_EQ(easypaisa_amount({129'900, pkr()}), "1299.00");
    for (std::int64_t minor = 1; minor < 20'000; ++minor) {
        Money amount{minor, pkr()};
        ASSERT_EQ(read_easypaisa_amount(easypaisa_amount(amount), pkr()), amount);
        ASSERT_EQ(read_easypaisa_amount(easypaisa_page_amount(amount), pkr()), amount);
    }
    EXPECT_EQ(read_easypaisa_amount("1299", pkr())->minor, 129'900);
    EXPECT_EQ(read_easypaisa_amount("1299.5000", pkr())->minor, 129'950);
    for (const auto* bad : {"", "1299.005", "1,299.00", "-1.00", "1e3", "Rs 5", "0x10", "12.3.4"}) EXPECT_FALSE(read_easypaisa_amount(bad, pkr()) && read_easypaisa_amount(bad, pkr())->minor > 0) << bad;
}

TEST(easypaisa_time, is_pakistans) {
    auto at = *parse_rfc3339("2026-01-02T00:00:00Z");
    EXPECT_EQ(easypaisa_time(at), "20260102 050000");
    EXPECT_EQ(read_easypaisa_time("02/01/2026 05:00 AM"), at);
    EXPECT_EQ(read_easypaisa_time("02/01/2026 12:30 AM"), *parse_rfc3339("2026-01-01T19:30:00Z"));
    EXPECT_EQ(read_easypaisa_time("02/01/2026 12:30 PM"), *parse_rfc3339("2026-01-02T07:30:00Z"));
    for (const auto* bad : {"", "31/02/2026 05:00 AM", "02/01/2026 13:00 AM", "2026-01-02 05:00", "02/01/2026 05:00 XM"}) EXPECT_FALSE(read_easypaisa_time(bad)) << bad;
}

TEST(easypaisa_reference, is_twenty_letters_and_digits_and_another_for_each_try) {
    auto payment = PaymentId::next(clock_now());
    EXPECT_EQ(easypaisa_reference(payment, 1), easypaisa_reference(payment, 1));
    EXPECT_NE(easypaisa_reference(payment, 1), easypaisa_reference(payment, 2));
    EXPECT_TRUE(is_easypaisa_reference(easypaisa_reference(payment, 1)));
    for (const auto* bad : {"", "short", "../../../../etc/passw", "ABCDEFGHIJKLMNOPQRST", "aaaaaaaaaaaaaaaaaaaa/"}) EXPECT_FALSE(is_easypaisa_reference(bad)) << bad;
}

/// Rows of a data file without its head.
std::vector<std::vector<std::string>> rows_of(const std::string& file) {
    std::vector<std::vector<std::string>> rows;
    std::stringstream lines(file_text(file));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        if (line.ends_with('\r')) line.pop_back();
        std::stringstream cells(line);
        auto& row = rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    }
    return rows;
}

TEST(easypaisa_codes, say_what_the_collected_table_says) {
    auto rows = rows_of("easypaisa-response-codes.csv");
    EXPECT_EQ(rows.size(), 12u);
    for (const auto& row : rows) {
        auto code = easypaisa_code(row.at(0));
        EXPECT_EQ(code.meaning, row.at(1));
        EXPECT_EQ(shape_name(code.says), row.at(2)) << row.at(0);
        EXPECT_EQ(code.says == EasypaisaClass::failure, !code.for_buyer.empty()) << "a buyer reads why, in words";
    }
    for (const auto* unconfirmed : {"0004", "0009", "0011", "0012", "0015", "0016", "", "9999"}) EXPECT_EQ(easypaisa_code(unconfirmed).says, EasypaisaClass::unknown) << unconfirmed;
}

TEST(easypaisa_status, says_what_the_collected_table_says) {
    auto rows = rows_of("easypaisa-transaction-status.csv");
    EXPECT_EQ(rows.size(), 6u);
    for (const auto& row : rows) {
        const auto* status = easypaisa_status(row.at(0));
        ASSERT_TRUE(status) << row.at(0);
        EXPECT_EQ(status->is_final, row.at(1) == "yes") << row.at(0);
        EXPECT_EQ(status->standing == Standing::succeeded, row.at(2) == "success") << row.at(0);
        EXPECT_EQ(status->standing == Standing::processing, row.at(2) == "pending") << row.at(0);
    }
    EXPECT_FALSE(easypaisa_status("COMPLETED")) << "one mock's word, not the gateway's";
    EXPECT_FALSE(easypaisa_status(""));
}

Answer<EasypaisaInquiry> inquiry(const std::string& json) {
    EasypaisaAnswer answer{.code = {}, .value = boost::json::parse(json), .text = json};
    answer.code = easypaisa_text(answer, "responseCode");
    return read_easypaisa_inquiry("ref", answer, pkr());
}

TEST(easypaisa_inquiry, is_believed_only_when_it_speaks_of_our_order_and_says_how_it_stands) {
    auto paid = inquiry(R"({"responseCode":"0000","orderId":"ref","transactionStatus":"PAID","transactionAmount":"1299.00","paymentMode":"MA","settlementStatus":"FAILED"})");
    ASSERT_TRUE(paid);
    EXPECT_EQ(truth_of(*paid, pkr()).standing, Standing::succeeded) << "the settlement's status is not the payment's";
    EXPECT_EQ(truth_of(*paid, pkr()).received.minor, 129'900);
    auto as_number = inquiry(R"({"responseCode":"0000","orderId":"ref","transactionStatus":"PAID","transactionAmount":10.25,"paymentMode":"OTC"})");
    ASSERT_TRUE(as_number);
    EXPECT_EQ(as_number->amount->minor, 1'025) << "taken from the bytes, never through a floating point number";
    using Kind = GatewayFault::Kind;
    EXPECT_EQ(inquiry(R"({"responseCode":"0000","orderId":"other","transactionStatus":"PAID","transactionAmount":"1"})").error().kind, Kind::unknown);
    EXPECT_EQ(inquiry(R"({"responseCode":"0000","orderId":"ref","transactionStatus":"PAID"})").error().kind, Kind::unknown);
    EXPECT_EQ(inquiry(R"({"responseCode":"0000","orderId":"ref","transactionStatus":"COMPLETED","transactionAmount":"1"})").error().kind, Kind::unknown);
    EXPECT_EQ(inquiry(R"({"responseCode":"0001","orderId":"ref","transactionStatus":"PAID","transactionAmount":"1"})").error().kind, Kind::unknown);
    EXPECT_EQ(inquiry(R"({"responseCode":"0013","orderId":"ref"})").error().kind, Kind::unknown) << "a refused inquiry refuses no payment";
    EXPECT_EQ(inquiry(R"({"responseCode":"0010"})").error().kind, Kind::unknown) << "our keys are wrong: nothing about the money";
    EXPECT_EQ(inquiry(R"({"responseCode":"0003"})").error().kind, Kind::not_found);
    for (const auto* over : {"FAILED", "BLOCKED", "EXPIRED", "REVERSED"}) {
        auto ended = inquiry(R"({"responseCode":"0000","orderId":"ref","transactionStatus":")" + std::string(over) + R"("})");
        ASSERT_TRUE(ended) << over;
        EXPECT_TRUE(ended->is_used_up());
        EXPECT_EQ(truth_of(*ended, pkr()).standing, Standing::open) << "the buyer may try again";
        EXPECT_TRUE(truth_of(*ended, pkr()).failure);
        EXPECT_TRUE(truth_of(*ended, pkr()).received.is_zero());
    }
    EXPECT_EQ(truth_of(*inquiry(R"({"responseCode":"0000","orderId":"ref","transactionStatus":"PENDING","paymentMode":"OTC","paymentToken":"5"})"), pkr()).standing, Standing::processing);
}

// An address in an unsigned message is never called; only its last part is looked at, and only on hosts that are Easypaisa's.
TEST(easypaisa_ipn, names_an_order_only_on_easypaisas_own_hosts) {
    auto reference = easypaisa_reference(PaymentId::next(clock_now()), 1);
    constexpr std::string_view base = "http://127.0.0.1:12113";
    auto read = [&](const std::string& url) { return easypaisa_ipn_reference({{"url", url}}, base); };
    auto path = "/easypay-service/rest/v1/order-status/20102023/" + reference;
    for (const auto* host : {"https://easypay.easypaisa.com.pk", "https://easypaystg.easypaisa.com.pk", "http://127.0.0.1:12113"}) EXPECT_EQ(read(host + path), reference) << host;
    for (const auto* host : {"http://easypay.easypaisa.com.pk", "https://easypay.easypaisa.com.pk.evil.example", "https://easypay.easypaisa.com.pk@evil.example", "https://evil.example",
                             "http://127.0.0.1:121133", "http://169.254.169.254", "file://", "javascript:"})
        EXPECT_FALSE(read(host + path)) << host;
    EXPECT_EQ(read("https://easypay.easypaisa.com.pk" + path + "?a=/b#c"), reference);
    EXPECT_FALSE(read("https://easypay.easypaisa.com.pk/order-status/20102023/../../admin"));
    EXPECT_FALSE(read(""));
    EXPECT_FALSE(read_easypaisa_ipn({.body = "url=https://easypay.easypaisa.com.pk" + path}, base, clock_now())) << "it is a parameter of the address";
    auto at = *parse_rfc3339("2026-01-02T00:00:10Z");
    http::Request request{.method = http::Method::get, .query = {{"url", "https://easypay.easypaisa.com.pk" + path}}};
    auto first = read_easypaisa_ipn(request, base, at), same = read_easypaisa_ipn(request, base, at + Duration(30s)), later = read_easypaisa_ipn(request, base, at + Duration(60s));
    EXPECT_FALSE(first->is_signed);
    EXPECT_EQ(first->id, same->id);
    EXPECT_NE(first->id, later->id);
}

TEST(easypaisa_return, is_a_hint_or_a_step_on_the_way) {
    auto reference = easypaisa_reference(PaymentId::next(clock_now()), 1);
    auto hint = read_easypaisa_return({{"status", "0000"}, {"desc", "Success"}, {"orderRefNumber", reference}});
    ASSERT_TRUE(hint);
    EXPECT_FALSE(hint->is_signed);
    EXPECT_EQ(hint->reference, reference);
    for (const auto& bad : {std::string(), reference.substr(1), reference + "x", std::string("<script>alert(1)<>")}) EXPECT_FALSE(read_easypaisa_return({{"orderRefNumber", bad}})) << bad;

    auto step = easypaisa_confirmation({{"auth_token", "aB3+/="}}, "https://easypay.easypaisa.com.pk", "https://shop.example");
    ASSERT_TRUE(step && step->fields);
    EXPECT_EQ(step->url, "https://easypay.easypaisa.com.pk/easypay/Confirm.jsf");
    EXPECT_EQ(step->fields->at(0).value, "aB3+/=");
    EXPECT_EQ(step->fields->at(1).value, "https://shop.example/checkout/return/easypaisa");
    EXPECT_FALSE(easypaisa_confirmation({{"auth_token", "\"><script>"}}, "b", "o"));
    EXPECT_FALSE(easypaisa_confirmation({{"orderRefNumber", reference}}, "b", "o")) << "back for good";
}

TEST(easypaisa, asks_for_what_its_settings_leave_open) {
    Config config;
    auto questions = [&](const std::string& methods) {
        config.gateway_settings["easypaisa_methods"] = methods;
        return easypaisa().questions({config, static_cast<const stores::Store*>(nullptr), easypaisa().declaration().settings});
    };
    EXPECT_TRUE(questions("page").empty());
    EXPECT_EQ(questions("page,account,shop").at(0).choices.size(), 3u);
    auto account = questions("account");
    ASSERT_EQ(account.size(), 2u);
    EXPECT_FALSE(read_answers(account, {})) << "the number is needed though nobody chose";
    EXPECT_TRUE(questions("nonsense").empty());
}

}  // namespace
}  // namespace vitrine::payments::providers
