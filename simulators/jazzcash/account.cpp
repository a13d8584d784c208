// Transactions (JazzCash sandbox documentation v4.2, ApiReferences; "MWallet REST API v2.0 (CNIC)").
#include "simulators/jazzcash/account.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace vitrine::simulators::jazzcash {
namespace {

bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); }
bool is_alphanumeric(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0; });
}
std::int64_t whole(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// yyyyMMddHHmmss in Pakistan's time; nothing when it is none.
std::optional<Instant> read_time(const std::string& text) {
    if (text.size() != 14 || !are_digits(text)) return {};
    auto part = [&](size_t at, size_t length) { return int(whole(std::string_view(text).substr(at, length))); };
    using namespace std::chrono;
    year_month_day date(year(part(0, 4)), month(unsigned(part(4, 2))), day(unsigned(part(6, 2))));
    if (!date.ok()) return {};
    return Instant(sys_days(date) + hours(part(8, 2)) + minutes(part(10, 2)) + seconds(part(12, 2)) - hours(5));
}

std::optional<Failure> invalid(std::string_view name) { return Failure{"110", "Please provide a valid value for " + std::string(name) + "."}; }

std::string three_digits(std::int64_t code) {
    auto text = std::to_string(code);
    return std::string(3 - std::min<size_t>(3, text.size()), '0') + text;
}

}  // namespace

std::string message_of(std::string_view code) {
    if (code == success) return "Thank you for Using JazzCash, your transaction was successful.";
    if (code == "121") return "Transaction has been marked confirmed by Merchant.";
    if (code == waiting) return "Transaction is pending.";
    if (code == "112") return "Transaction has been cancelled by user.";
    if (code == "129") return "Transaction has been dropped.";
    return "Transaction was declined with code " + std::string(code) + ".";
}

Transaction* Account::find(const std::string& reference) {
    auto found = by_reference_.find(reference);
    if (found == by_reference_.end()) return nullptr;
    lapse(found->second);
    return &found->second;
}

/// Who does not pay in time has not paid.
void Account::lapse(Transaction& transaction) {
    if (transaction.code == waiting && transaction.expires <= clock()) transaction.code = "129";
}

std::optional<Failure> Account::fault_of(const shape::Fields& asked) const {
    if (field(asked, "pp_MerchantID") != keys.merchant_id || field(asked, "pp_Password") != keys.password) return Failure{"101", "Invalid merchant credentials."};
    auto given = field(asked, "pp_SecureHash");
    std::ranges::transform(given, given.begin(), [](unsigned char c) { return char(std::toupper(c)); });
    bool fits = given == secure_hash(keys.salt, asked) || (!keys.previous_salt.empty() && given == secure_hash(keys.previous_salt, asked));
    if (!fits) return Failure{"115", "Invalid hash received."};
    auto reference = field(asked, "pp_TxnRefNo");
    if (!is_alphanumeric(reference) || reference.size() > 20) return invalid("pp_TxnRefNo");
    return {};
}

std::optional<Failure> Account::fault_of_payment(const shape::Fields& asked) const {
    if (auto failure = fault_of(asked)) return failure;
    auto text = [&](const char* name) { return field(asked, name); };
    if (!are_digits(text("pp_Amount")) || whole(text("pp_Amount")) <= 0) return invalid("pp_Amount");
    if (text("pp_TxnCurrency") != "PKR") return invalid("pp_TxnCurrency");
    if (text("pp_Language") != "EN") return invalid("pp_Language");
    auto starts = read_time(text("pp_TxnDateTime")), ends = read_time(text("pp_TxnExpiryDateTime"));
    if (!starts) return invalid("pp_TxnDateTime");
    if (!ends || *ends <= *starts || *ends > *starts + std::chrono::days(92)) return invalid("pp_TxnExpiryDateTime");
    if (*ends <= clock()) return Failure{"116", "Transaction has expired."};
    if (!is_alphanumeric(text("pp_BillReference")) || text("pp_BillReference").size() > 20) return invalid("pp_BillReference");
    auto description = text("pp_Description");
    if (description.empty() || description.size() > 200 || description.find_first_of("<>\\*=%/:'|\"{}") != std::string::npos) return invalid("pp_Description");
    return {};
}

Outcome<Transaction*> Account::open(const shape::Fields& asked, std::string way) {
    if (auto failure = fault_of_payment(asked)) return std::unexpected(*failure);
    auto reference = field(asked, "pp_TxnRefNo");
    if (auto* before = find(reference)) {
        bool is_under_way = before->code == waiting;
        return std::unexpected(Failure{is_under_way ? "417" : "422", is_under_way ? "Order is locked, another attempt is in progress." : "Duplicate transaction reference."});
    }
    Transaction fresh{.reference = reference, .way = std::move(way), .asked = asked, .amount = whole(field(asked, "pp_Amount")), .retrieval = ids_.next("26", 10)};
    fresh.expires = *read_time(field(asked, "pp_TxnExpiryDateTime"));
    order_.push_back(reference);
    return &by_reference_.emplace(reference, std::move(fresh)).first->second;
}

Outcome<Transaction*> Account::open_page(const shape::Fields& form) {
    if (field(form, "pp_Version") != "1.1") return std::unexpected(*invalid("pp_Version"));
    auto back = field(form, "pp_ReturnURL");
    if (!back.starts_with("http") || back.size() > 200) return std::unexpected(*invalid("pp_ReturnURL"));
    return open(form, "page");
}

Outcome<Transaction*> Account::pay_by_wallet(const shape::Fields& asked) {
    auto mobile = field(asked, "pp_MobileNumber"), cnic = field(asked, "pp_CNIC");
    if (!mobile.starts_with("03") || mobile.size() != 11 || !are_digits(mobile)) return std::unexpected(*invalid("pp_MobileNumber"));
    if (cnic.size() != 6 || !are_digits(cnic)) return std::unexpected(*invalid("pp_CNIC"));
    auto opened = open(asked, "wallet");
    if (!opened) return opened;
    bool is_scripted = mobile.starts_with("03129999");
    auto code = is_scripted ? mobile.substr(8) : std::string(success);
    if (code != waiting) end((*opened)->reference, code);
    return opened;
}

bool Account::end(const std::string& reference, std::string code) {
    auto* transaction = find(reference);
    if (!transaction || transaction->code == success) return false;
    if (auto rule = faults_.take("transactions.end", FaultKind::decline)) code = three_digits(rule->status.value_or(4));
    if (faults_.take("transactions.end", FaultKind::pending)) return true;
    if (code == waiting) return true;
    transaction->code = code;
    if (code == success) transaction->charged = transaction->amount - (faults_.take("transactions.end", FaultKind::wrong_amount) ? 100 : 0);
    auto told = code == success ? std::string_view("121") : std::string_view(code);
    auto message = result_of(*transaction, told, message_of(told));
    message.pop_back();  // it is signed when it is sent
    tell_(message);
    return true;
}

shape::Fields Account::result_of(const Transaction& transaction, std::string_view code, std::string_view message) const {
    auto asked = [&](const char* name) { return field(transaction.asked, name); };
    auto amount = transaction.code == success ? transaction.charged : transaction.amount;
    shape::Fields out{{"pp_Amount", std::to_string(amount)},
                      {"pp_AuthCode", ""},
                      {"pp_BankID", ""},
                      {"pp_BillReference", asked("pp_BillReference")},
                      {"pp_Language", "EN"},
                      {"pp_MerchantID", keys.merchant_id},
                      {"pp_ResponseCode", std::string(code)},
                      {"pp_ResponseMessage", std::string(message)},
                      {"pp_RetreivalReferenceNo", transaction.retrieval},
                      {"pp_SettlementExpiry", ""},
                      {"pp_SubMerchantId", ""},
                      {"pp_TxnCurrency", "PKR"},
                      {"pp_TxnDateTime", asked("pp_TxnDateTime")},
                      {"pp_TxnRefNo", transaction.reference},
                      {"pp_TxnType", transaction.way == "card" ? "MPAY" : "MWALLET"},
                      {"pp_Version", "1.1"}};
    for (const auto* name : {"ppmpf_1", "ppmpf_2", "ppmpf_3", "ppmpf_4", "ppmpf_5"}) out.emplace_back(name, asked(name));
    return signed_with(keys.salt, std::move(out));
}

shape::Fields Account::inquire(const shape::Fields& asked) {
    if (auto failure = fault_of(asked)) return {{"pp_ResponseCode", failure->code}, {"pp_ResponseMessage", failure->message}};
    auto* transaction = find(field(asked, "pp_TxnRefNo"));
    if (!transaction) return signed_with(keys.salt, {{"pp_ResponseCode", "109"}, {"pp_ResponseMessage", "Transaction does not exist."}});
    auto code = transaction->is_refunded ? "131" : transaction->code == success ? "121" : transaction->code;
    auto status = transaction->code == success ? "Completed" : code == waiting ? "Pending" : code == "129" ? "Dropped" : "Failed";
    return signed_with(keys.salt, {{"pp_ResponseCode", "000"},
                                   {"pp_ResponseMessage", "The requested operation has been performed successfully."},
                                   {"pp_PaymentResponseCode", code},
                                   {"pp_PaymentResponseMessage", message_of(code)},
                                   {"pp_Status", status},
                                   {"pp_RetrievalReferenceNo", transaction->retrieval},
                                   {"pp_SettlementDate", ""},
                                   {"pp_SettlementExpiry", ""},
                                   {"pp_AuthCode", ""},
                                   {"pp_BankID", ""},
                                   {"pp_ProductID", ""}});
}

shape::Fields Account::refund(const shape::Fields& asked, bool to_wallet) {
    auto answer = [&](std::string code, std::string message) { return signed_with(keys.salt, {{"pp_ResponseCode", std::move(code)}, {"pp_ResponseMessage", std::move(message)}}); };
    if (auto failure = fault_of(asked)) return answer(failure->code, failure->message);
    if (to_wallet && field(asked, "pp_MerchantMPIN") != keys.mpin) return answer("024", "Bad PIN.");
    auto* transaction = find(field(asked, "pp_TxnRefNo"));
    if (!transaction) return answer("109", "Transaction does not exist.");
    if ((transaction->way == "card") == to_wallet) return answer("452", "Transaction is not eligible for refund.");
    if (transaction->code != success || transaction->is_refunded) return answer("132", "Selected transaction cannot be refunded.");
    if (field(asked, "pp_Amount") != std::to_string(transaction->charged)) return answer("454", "Partial refund is not allowed.");
    if (faults_.take("refunds", FaultKind::pending)) return answer("455", "Original transaction is not settled yet.");
    if (faults_.take("refunds", FaultKind::decline)) return answer("132", "Selected transaction cannot be refunded.");
    transaction->is_refunded = true;
    return answer(std::string(success), "Refund was successful.");
}

std::int64_t Account::money_held() const {
    std::int64_t held = 0;
    for (const auto& [reference, transaction] : by_reference_)
        if (transaction.code == success && !transaction.is_refunded) held += transaction.charged;
    return held;
}

}  // namespace vitrine::simulators::jazzcash
