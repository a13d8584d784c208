// The files' columns are known in general, not from a sample: names are matched without regard to case, blanks and underscores, several spellings each.
#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "core/time_zone.h"
#include "modules/imports/api.h"
#include "modules/payments/settlement.h"

namespace vitrine::payments {
namespace {

constexpr size_t most_faults = 50;

std::string plain(std::string_view name) {
    std::string out;
    for (char c : lower_ascii(name))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    return out;
}

/// A row by the names of its columns.
class Row {
public:
    Row(const std::map<std::string, size_t>& columns, const imports::CsvRecord& record) : columns_(columns), record_(record) {}

    std::string text(std::initializer_list<std::string_view> names) const {
        for (auto name : names) {
            auto column = columns_.find(std::string(name));
            if (column != columns_.end() && column->second < record_.fields.size()) return trim(record_.fields[column->second]);
        }
        return {};
    }
    std::uint64_t line() const { return record_.line; }

private:
    const std::map<std::string, size_t>& columns_;
    const imports::CsvRecord& record_;
};

/// A signed amount in major units, "1,234.50" too.
std::optional<std::int64_t> amount(std::string text, Currency currency) {
    std::erase(text, ',');
    bool is_negative = text.starts_with('-');
    auto money = parse_major(is_negative ? std::string_view(text).substr(1) : std::string_view(text), currency);
    if (!money) return {};
    return is_negative ? -money->minor : money->minor;
}

std::optional<Instant> civil(std::string_view text, bool day_first, const TimeZone& zone) {
    std::vector<int> parts;
    int number = -1;
    for (char c : text) {
        if (c >= '0' && c <= '9') number = std::max(number, 0) * 10 + (c - '0');
        else if (number >= 0) parts.push_back(std::exchange(number, -1));
        if (number > 9'999) return {};
    }
    if (number >= 0) parts.push_back(number);
    if (parts.size() < 3) return {};
    parts.resize(6, 0);
    if (day_first) std::swap(parts[0], parts[2]);
    std::chrono::year_month_day day{std::chrono::year(parts[0]), std::chrono::month(unsigned(parts[1])), std::chrono::day(unsigned(parts[2]))};
    bool is_time = parts[3] < 24 && parts[4] < 60 && parts[5] < 60;
    if (!day.ok() || !is_time) return {};
    auto at = std::chrono::local_days(day) + std::chrono::hours(parts[3]) + std::chrono::minutes(parts[4]) + std::chrono::seconds(parts[5]);
    return zone.earliest(std::chrono::time_point_cast<std::chrono::microseconds>(at));
}

/// "2026-11-03 10:22:33", "2026-11-03T10:22:33Z", "03/11/2026 10:22:33", or seconds since 1970.
std::optional<Instant> moment(const std::string& text, const TimeZone& zone) {
    if (auto exact = parse_rfc3339(text)) return exact;
    bool is_number = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (is_number) {
        std::int64_t seconds = 0;
        auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (read.ec != std::errc() || seconds > 100'000'000'000) return {};
        return Instant(std::chrono::seconds(seconds));
    }
    bool day_first = text.size() > 2 && (text[2] == '/' || text[2] == '-');
    return civil(text, day_first, zone);
}

/// What a line lacks: the column, or nothing.
using Missing = std::optional<std::string>;

SettlementKind stripe_kind(std::string_view type) {
    static const std::map<std::string_view, SettlementKind> kinds{
        {"charge", SettlementKind::payment},          {"payment", SettlementKind::payment},        {"refund", SettlementKind::refund},
        {"payment_refund", SettlementKind::refund},   {"refund_failure", SettlementKind::refund},  {"payment_failure_refund", SettlementKind::refund},
        {"dispute", SettlementKind::dispute},         {"dispute_reversal", SettlementKind::dispute}, {"fee", SettlementKind::fee},
        {"stripe_fee", SettlementKind::fee},          {"network_cost", SettlementKind::fee},       {"tax_fee", SettlementKind::fee},
        {"payout", SettlementKind::payout},           {"payout_reversal", SettlementKind::payout}, {"payout_failure", SettlementKind::payout},
        {"payout_cancel", SettlementKind::payout}};
    auto found = kinds.find(type);
    return found == kinds.end() ? SettlementKind::other : found->second;
}

Missing read_stripe(const Row& row, SettlementLine& line) {
    line.line_id = row.text({"balancetransactionid", "id"});
    line.type = lower_ascii(row.text({"reportingcategory", "type"}));
    line.kind = stripe_kind(line.type);
    line.source = row.text({"sourceid", "source"});
    line.reference = row.text({"paymentintentid", "paymentintent"});
    auto code = row.text({"currency"});
    std::ranges::transform(code, code.begin(), [](unsigned char c) { return char(std::toupper(c)); });
    auto currency = Currency::parse(code);
    if (line.line_id.empty()) return "balance_transaction_id";
    if (!currency) return "currency";
    line.currency = *currency;
    auto gross = amount(row.text({"gross", "amount"}), *currency), net = amount(row.text({"net"}), *currency);
    auto at = moment(row.text({"createdutc", "created"}), *TimeZone::utc());
    if (!gross) return "gross";
    if (!net) return "net";
    if (!at) return "created_utc";
    auto fee = row.text({"fee"});
    line.fee = amount(fee, *currency);
    if (!fee.empty() && !line.fee) return "fee";
    line.gross = *gross;
    line.net = *net;
    line.occurred_at = *at;
    bool is_charge = line.kind == SettlementKind::payment || line.kind == SettlementKind::refund;
    if (is_charge) line.cost = line.fee.value_or(0);
    if (line.kind == SettlementKind::fee) line.cost = -line.net;
    if (line.kind == SettlementKind::payout) line.paid_out = -line.net;
    return {};
}

SettlementKind razorpay_kind(std::string_view type) {
    if (type == "payment") return SettlementKind::payment;
    if (type == "refund") return SettlementKind::refund;
    return type == "dispute" ? SettlementKind::dispute : SettlementKind::other;
}

Missing read_razorpay(const Row& row, SettlementLine& line) {
    static const auto india = TimeZone::find("Asia/Kolkata");
    line.line_id = line.source = row.text({"entityid"});
    line.type = lower_ascii(row.text({"type", "transactionentity"}));
    line.kind = razorpay_kind(line.type);
    line.reference = line.kind == SettlementKind::payment ? line.source : row.text({"paymentid"});
    auto currency = Currency::parse(row.text({"currency"}));
    if (line.line_id.empty()) return "entity_id";
    if (!currency) return "currency";
    line.currency = *currency;
    auto number = [&](std::initializer_list<std::string_view> names) {
        auto text = row.text(names);
        return text.empty() ? std::optional<std::int64_t>(0) : amount(text, *currency);
    };
    auto credit = number({"credit"}), debit = number({"debit"}), whole = number({"amount"});
    auto at = moment(row.text({"createdat"}), *india);
    if (!credit) return "credit";
    if (!debit) return "debit";
    if (!whole) return "amount";
    if (!at) return "created_at";
    auto fee = row.text({"fee", "feeinclusivetax"});
    line.fee = amount(fee, *currency);
    if (!fee.empty() && !line.fee) return "fee";
    line.net = *credit - *debit;
    line.gross = line.kind == SettlementKind::refund ? -*whole : line.kind == SettlementKind::payment ? *whole : line.net;
    line.occurred_at = *at;
    bool is_charge = line.kind == SettlementKind::payment || line.kind == SettlementKind::refund;
    if (is_charge) line.cost = line.fee.value_or(0);
    if (!row.text({"settlementid"}).empty() && row.text({"settled"}) != "0") line.paid_out = line.net;
    return {};
}

using ReadLine = Missing (*)(const Row&, SettlementLine&);
ReadLine reader_of(std::string_view gateway) { return gateway == "stripe" ? read_stripe : gateway == "razorpay" ? read_razorpay : nullptr; }

Fault fault_of(std::uint64_t line, const std::string& column, std::string_view code) {
    return {fmt::format("/rows/{}{}{}", line, column.empty() ? "" : "/", column), std::string(code), column.empty() ? "this row cannot be read" : "this column is missing or does not hold such a value"};
}

}  // namespace

Result<std::vector<SettlementLine>> read_settlement(std::string_view gateway, std::string_view csv) {
    auto read_line = reader_of(gateway);
    if (!read_line) return refuse(settlement_unknown);
    imports::CsvReader reader(imports::bytes_of(csv));
    imports::CsvRecord record;
    std::map<std::string, size_t> columns;
    std::vector<SettlementLine> lines;
    std::vector<Fault> faults;
    while (faults.size() < most_faults && reader.next(record)) {
        if (columns.empty()) {
            for (size_t i = 0; i < record.fields.size(); ++i) columns.emplace(plain(record.fields[i]), i);
            continue;
        }
        SettlementLine line;
        if (record.broken || !record.faults.empty()) faults.push_back(fault_of(record.line, "", "unreadable"));
        else if (auto missing = read_line(Row(columns, record), line)) faults.push_back(fault_of(record.line, *missing, "missing"));
        else lines.push_back(std::move(line));
    }
    if (auto why = reader.refusal()) return refuse(settlement_unreadable, std::string(*why));
    if (columns.empty()) return refuse(settlement_unreadable, "the file is empty");
    if (!faults.empty()) return refuse(settlement_unreadable, {}, std::move(faults));
    return lines;
}

}  // namespace vitrine::payments
