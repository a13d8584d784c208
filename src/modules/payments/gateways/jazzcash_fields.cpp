#include "modules/payments/gateways/jazzcash_fields.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "io/crypto/digest.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::string digits_of(std::string_view text) {
    std::string out;
    for (char c : text)
        if (is_digit(c)) out += c;
    return out;
}

std::string letters_of(std::string_view text, size_t most) {
    std::string out;
    for (char c : text)
        if (is_letter_or_digit(c) && out.size() < most) out += c;
    return out;
}

/// People write spaces and dashes; anything else is a slip.
bool is_number_like(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_digit(c) || c == ' ' || c == '-' || c == '+' || c == '(' || c == ')'; });
}

/// 0300 1234567, +92 300 1234567, 0092… and 92… are the same number.
std::string mobile_of(std::string_view text) {
    auto digits = digits_of(text);
    if (digits.starts_with("0092")) digits.erase(0, 4);
    else if (digits.starts_with("92") && digits.size() == 12) digits.erase(0, 2);
    if (digits.size() == 10 && digits.starts_with("3")) digits.insert(0, "0");
    return digits.size() == 11 && digits.starts_with("03") && is_number_like(text) ? digits : std::string();
}

/// Who types the whole CNIC (13 digits) means its end.
std::string cnic_of(std::string_view text) {
    auto digits = digits_of(text);
    bool is_whole = digits.size() == 13;
    if ((digits.size() != 6 && !is_whole) || !is_number_like(text)) return {};
    return digits.substr(digits.size() - 6);
}

std::string text_of_amount(const Money& amount) { return std::to_string(amount.minor); }

void add_account(shape::Fields& fields, const Values& values) {
    fields.emplace_back("pp_MerchantID", values.text("jazzcash_merchant_id"));
    fields.emplace_back("pp_Password", values.text("jazzcash_password"));
}

/// What every way of paying says about the charge.
void add_charge(shape::Fields& fields, const Charge& charge, const std::string& reference, Instant now) {
    fields.emplace_back("pp_TxnRefNo", reference);
    fields.emplace_back("pp_Amount", text_of_amount(charge.amount()));
    fields.emplace_back("pp_TxnCurrency", std::string(charge.amount().currency.code()));
    fields.emplace_back("pp_TxnDateTime", jazzcash_time(now));
    fields.emplace_back("pp_BillReference", letters_of(charge.order_number, 20));
    fields.emplace_back("pp_Description", jazzcash_plain("Order " + charge.order_number, 200));
    fields.emplace_back("pp_TxnExpiryDateTime", jazzcash_time(charge.pay_by));
    fields.emplace_back("ppmpf_1", charge.payment.text());
    fields.emplace_back("ppmpf_2", charge.store.text());
    for (const auto* unused : {"ppmpf_3", "ppmpf_4", "ppmpf_5"}) fields.emplace_back(unused, "");
}

}  // namespace

std::string jazzcash_reference(PaymentId payment, int attempt) {
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    auto digest = crypto::sha256("jazzcash " + payment.text());
    std::string out = "T";
    for (size_t n = 0; n < 17; ++n) out += alphabet[(digest[n] * 256u + digest[31 - n % 14]) % alphabet.size()];
    return out + fmt::format("{:02}", attempt);
}

int jazzcash_attempt(const Charge& charge) {
    int newest = 0;
    for (int n = 1; n <= jazzcash_most_attempts; ++n)
        if (std::ranges::find(charge.references, jazzcash_reference(charge.payment, n)) != charge.references.end()) newest = n;
    return newest;
}

std::string jazzcash_time(Instant at) {
    using namespace std::chrono;
    auto local = floor<seconds>(at + hours(5));
    auto day = floor<days>(local);
    year_month_day date(day);
    hh_mm_ss time(local - day);
    return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string jazzcash_plain(std::string_view text, size_t most) {
    std::string out;
    for (char c : text) {
        bool is_plain = is_letter_or_digit(c);
        if (is_plain) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.size() > most) out.resize(most);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::optional<Money> jazzcash_money(const shape::Fields& fields) {
    auto text = field_of(fields, "pp_Amount");
    auto currency = Currency::parse(field_of(fields, "pp_TxnCurrency"));
    std::int64_t paisa = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), paisa);
    bool is_whole = fault == std::errc() && end == text.data() + text.size() && paisa >= 0;
    return is_whole && currency ? std::optional(Money{paisa, *currency}) : std::nullopt;
}

JazzcashSalts jazzcash_salts(const Values& values) { return {values.text("jazzcash_salt"), values.text("jazzcash_previous_salt")}; }

shape::Fields jazzcash_page(const Charge& charge, const std::string& reference, const Values& values, Instant now) {
    shape::Fields fields{{"pp_Version", "1.1"}, {"pp_TxnType", values.text("jazzcash_page_type")}, {"pp_Language", "EN"}};
    add_account(fields, values);
    for (const auto* unused : {"pp_SubMerchantID", "pp_BankID", "pp_ProductID"}) fields.emplace_back(unused, "");
    add_charge(fields, charge, reference, now);
    fields.emplace_back("pp_ReturnURL", charge.base + std::string(return_path) + "jazzcash");
    jazzcash_sign(fields, values.text("jazzcash_salt"));
    return fields;
}

shape::Fields jazzcash_wallet(const Charge& charge, const std::string& reference, const shape::Fields& typed, const Values& values, Instant now) {
    shape::Fields fields{{"pp_Language", "EN"}, {"pp_SubMerchantID", ""}, {"pp_DiscountedAmount", ""}};
    add_account(fields, values);
    add_charge(fields, charge, reference, now);
    fields.emplace_back("pp_MobileNumber", field_of(typed, "mobile"));
    fields.emplace_back("pp_CNIC", field_of(typed, "cnic"));
    return fields;
}

shape::Fields jazzcash_inquiry(const std::string& reference, const Values& values) {
    shape::Fields fields{{"pp_TxnRefNo", reference}};
    add_account(fields, values);
    return fields;
}

shape::Fields jazzcash_refund(const GiveBack& what, const Values& values, bool to_wallet) {
    shape::Fields fields{{"pp_TxnRefNo", what.reference}, {"pp_Amount", text_of_amount(what.amount)}, {"pp_TxnCurrency", std::string(what.amount.currency.code())}};
    add_account(fields, values);
    if (to_wallet) fields.emplace_back("pp_MerchantMPIN", values.text("jazzcash_merchant_mpin"));
    return fields;
}

Result<shape::Fields> jazzcash_typed(const shape::Fields& typed) {
    auto mobile = mobile_of(field_of(typed, "mobile")), cnic = cnic_of(field_of(typed, "cnic"));
    std::vector<Fault> faults;
    if (mobile.empty()) faults.push_back({"/mobile", "malformed", "Enter the mobile number of the wallet, such as 0300 1234567"});
    if (cnic.empty()) faults.push_back({"/cnic", "malformed", "Enter the last 6 digits of the CNIC the wallet is registered with"});
    if (!faults.empty()) return refuse(details_refused, {}, std::move(faults));
    return shape::Fields{{"mobile", std::move(mobile)}, {"cnic", std::move(cnic)}};
}

}  // namespace vitrine::payments::providers
