#include "modules/imports/legacy_money.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/check.h"
#include "core/text.h"

namespace vitrine::imports::legacy {
namespace {

constexpr std::int64_t settles = 100, enough = 2;
constexpr std::size_t most_open = 1'000, fewest_for_a_habit = 5, most_in_a_sum = 7;
constexpr std::array names{"price", "compare_at_price", "regular_price", "sale_price", "cost", "unit_price", "subtotal", "discount", "shipping", "tax", "total", "refunded", "amount"};

std::string plain_name(std::string_view name) {
    auto out = lower_ascii(trim(name));
    std::ranges::replace(out, ' ', '_');
    std::ranges::replace(out, '-', '_');
    return out;
}

std::optional<std::size_t> column_of(const std::vector<std::string>& header, std::string_view name) {
    for (std::size_t i = 0; i < header.size(); ++i)
        if (plain_name(header[i]) == name) return i;
    return {};
}

/// Digits before and after the decimal sign; thousands are taken out. Nothing for what is no number.
struct Digits {
    bool is_negative = false;
    std::string whole, fraction;
};
std::optional<Digits> digits_of(std::string_view text) {
    Digits out;
    std::string kept;
    for (char c : trim(text)) {
        bool is_number = (c >= '0' && c <= '9') || c == '.' || c == ',';
        if (is_number) kept += c;
        else if (c == '-' || c == '(') out.is_negative = kept.empty() ? true : out.is_negative;
        else if ((c >= '0' && !kept.empty() && (c | 0x20) == 'e')) return {};
    }
    while (!kept.empty() && (kept[0] == '.' || kept[0] == ',')) kept.erase(0, 1);  // of "Rs."
    if (kept.empty()) return {};
    auto mark = kept.find_last_of(".,");
    bool is_decimal = mark != std::string::npos && (kept[mark] == '.' ? kept.find('.') == mark : kept.size() - mark != 4 || kept.find('.') < mark);
    if (mark != std::string::npos && kept[mark] == '.' && kept.find('.') != mark) is_decimal = false;
    out.whole = is_decimal ? kept.substr(0, mark) : kept;
    if (is_decimal) out.fraction = kept.substr(mark + 1);
    std::erase_if(out.whole, [](char c) { return c == '.' || c == ','; });
    if (out.whole.empty() || out.whole.size() > 15 || out.fraction.size() > 6) return {};
    return out;
}

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    for (char c : digits) value = value * 10 + (c - '0');
    return value;
}

/// Within a tenth and ten times; and clearly outside.
bool is_like(std::int64_t value, std::int64_t other) { return value > 0 && other > 0 && value / 10 <= other && other / 10 <= value; }
bool is_near(std::int64_t value, std::int64_t other) { return value > 0 && other > 0 && value / 3 <= other && other / 3 <= value; }

struct Cell {
    std::size_t column = 0;
    Amount amount;
    std::optional<std::int64_t> as_major, as_minor;
    std::int64_t points(Unit unit) const {
        std::int64_t sum = 0;
        for (const auto& each : amount.evidence)
            if (each.says == unit) sum += each.points;
        return sum;
    }
    const std::optional<std::int64_t>& as(Unit unit) const { return unit == Unit::major ? as_major : as_minor; }
    void say(std::string kind, Unit unit, std::int64_t points) { amount.evidence.push_back({std::move(kind), unit, points}); }
    void decide() {
        auto major = points(Unit::major), minor = points(Unit::minor);
        bool contradicts = major >= settles && minor >= settles;
        if (contradicts) amount.fault = "the evidence contradicts itself";
        auto lead = major - minor;
        auto unit = contradicts ? Unit::undecided : lead >= enough ? Unit::major : -lead >= enough ? Unit::minor : Unit::undecided;
        if (unit != Unit::undecided && !as(unit)) unit = Unit::undecided, amount.fault = "it is finer than the currency";
        amount.unit = unit;
        if (unit != Unit::undecided) amount.minor = *as(unit);
    }
};

using Row = std::vector<Cell>;

class Judge {
public:
    Judge(const Table& table, const Request& request) : table_(table), request_(request), columns_(money_columns(table.header)), sku_(column_of(table.header, "sku")), quantity_(column_of(table.header, "quantity")) {}

    Outcome run() {
        for (std::size_t i = 0; i < table_.rows.size(); ++i) rows_.push_back(read(i));
        for (std::size_t i = 0; i < rows_.size(); ++i) add_up(i);
        for (auto& row : rows_)
            for (auto& cell : row)
                if (cell.amount.fault.empty()) cell.decide();
        look_at_columns();
        for (auto& row : rows_)
            for (auto& cell : row)
                if (cell.amount.fault.empty()) cell.decide();
        return outcome();
    }

private:
    Row read(std::size_t at) const {
        Row row;
        const auto& fields = table_.rows[at];
        for (auto column : columns_) {
            if (column >= fields.size() || trim(fields[column]).empty()) continue;
            Cell cell{column, {table_.lines[at], table_.header[column], fields[column], Unit::undecided, 0, {}, {}}, read_amount(fields[column], Unit::major, request_.currency),
                      read_amount(fields[column], Unit::minor, request_.currency)};
            if (!cell.as_major && !cell.as_minor) cell.amount.fault = digits_of(fields[column]) ? "it is finer than the currency" : "it is no amount";
            else if (has_decimals(fields[column])) cell.say("decimals", Unit::major, settles);
            else if (cell.as_minor == 0) cell.say("zero", Unit::minor, settles);
            if (auto said = request_.said.find(plain_name(cell.amount.column)); said != request_.said.end() && cell.amount.evidence.empty() && cell.amount.fault.empty()) cell.say("said", said->second, settles);
            if (sku_ && *sku_ < fields.size()) compare(cell, fields[*sku_]);
            row.push_back(std::move(cell));
        }
        return row;
    }

    void compare(Cell& cell, const std::string& sku) const {
        auto known = request_.known.find(sku);
        auto name = plain_name(cell.amount.column);
        if (known == request_.known.end() || (name != "price" && name != "unit_price" && name != "sale_price" && name != "regular_price")) return;
        auto price = known->second;
        if (cell.as_major == price && cell.as_minor != price) cell.say("catalogue", Unit::major, settles);
        else if (cell.as_minor == price && cell.as_major != price) cell.say("catalogue", Unit::minor, settles);
        else if (cell.as_major && is_near(*cell.as_major, price) && !(cell.as_minor && is_near(*cell.as_minor, price))) cell.say("catalogue", Unit::major, 3);
        else if (cell.as_minor && is_near(*cell.as_minor, price) && !(cell.as_major && is_near(*cell.as_major, price))) cell.say("catalogue", Unit::minor, 3);
    }

    /// All ways to read the row's amounts that agree with what is settled and let it add up: where they agree about a cell, that is evidence.
    void add_up(std::size_t at) {
        auto& row = rows_[at];
        if (row.size() < 2 || row.size() > most_in_a_sum || !can_add_up(row)) return;
        std::vector<unsigned> sound;
        for (unsigned ways = 0; ways < (1u << row.size()); ++ways)
            if (is_possible(row, ways) && adds_up(at, row, ways)) sound.push_back(ways);
        for (std::size_t i = 0; i < row.size() && !sound.empty(); ++i) {
            bool is_major = (sound[0] >> i) & 1;
            bool agree = std::ranges::all_of(sound, [&](unsigned ways) { return (((ways >> i) & 1) != 0) == is_major; });
            if (agree && row[i].points(is_major ? Unit::major : Unit::minor) < settles) row[i].say("arithmetic", is_major ? Unit::major : Unit::minor, settles);
        }
    }
    static bool is_possible(const Row& row, unsigned ways) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            auto unit = (ways >> i) & 1 ? Unit::major : Unit::minor;
            if (!row[i].as(unit) || row[i].points(unit == Unit::major ? Unit::minor : Unit::major) >= settles) return false;
        }
        return true;
    }
    bool can_add_up(const Row& row) const {
        auto has = [&](std::string_view name) { return std::ranges::any_of(row, [&](const Cell& cell) { return plain_name(cell.amount.column) == name; }); };
        return has("subtotal") && (has("total") || (quantity_ && has("unit_price")));
    }
    bool adds_up(std::size_t at, const Row& row, unsigned ways) const {
        auto value = [&](std::string_view name) -> std::optional<std::int64_t> {
            for (std::size_t i = 0; i < row.size(); ++i)
                if (plain_name(row[i].amount.column) == name) return row[i].as((ways >> i) & 1 ? Unit::major : Unit::minor);
            return {};
        };
        auto subtotal = value("subtotal"), unit = value("unit_price"), total = value("total");
        if (quantity_ && unit && *quantity_ < table_.rows[at].size()) {
            auto count = digits_of(table_.rows[at][*quantity_]);
            if (count && count->fraction.empty() && count->whole.size() < 7 && number(count->whole) * *unit != *subtotal) return false;
        }
        if (!total) return true;
        auto before_tax = *subtotal - std::abs(value("discount").value_or(0)) + value("shipping").value_or(0);
        return *total == before_tax || *total == before_tax + value("tax").value_or(0);
    }

    /// Habits of a column, from what is settled in it.
    void look_at_columns() {
        for (auto column : columns_) {
            std::vector<std::int64_t> settled;
            std::size_t major = 0;
            each_of(column, [&](Cell& cell) {
                if (cell.amount.unit == Unit::undecided || cell.amount.minor == 0) return;
                settled.push_back(std::abs(cell.amount.minor));
                major += cell.amount.unit == Unit::major;
            });
            if (settled.size() < fewest_for_a_habit) continue;
            std::ranges::nth_element(settled, settled.begin() + std::ptrdiff_t(settled.size() / 2));
            auto usual = settled[settled.size() / 2];
            each_of(column, [&](Cell& cell) {
                if (cell.amount.unit != Unit::undecided || !cell.as_major || !cell.as_minor) return;
                if (major * 20 >= settled.size() * 19) cell.say("column", Unit::major, 1);
                else if (major * 20 <= settled.size()) cell.say("column", Unit::minor, 1);
                auto as_major = std::abs(*cell.as_major), as_minor = std::abs(*cell.as_minor);
                if (is_like(as_major, usual) && !is_like(as_minor, usual)) cell.say("magnitude", Unit::major, 2);
                if (is_like(as_minor, usual) && !is_like(as_major, usual)) cell.say("magnitude", Unit::minor, 2);
            });
        }
    }
    template <class F>
    void each_of(std::size_t column, F visit) {
        for (auto& row : rows_)
            for (auto& cell : row)
                if (cell.column == column && cell.amount.fault.empty()) visit(cell);
    }

    Outcome outcome() {
        Outcome out;
        out.report.rows = std::int64_t(rows_.size());
        for (auto column : columns_) out.report.columns.push_back({table_.header[column], 0, 0, 0, 0});
        for (auto& row : rows_)
            for (auto& cell : row) {
                auto& count = out.report.columns[std::size_t(std::ranges::find(columns_, cell.column) - columns_.begin())];
                bool is_open = !cell.amount.fault.empty() || cell.amount.unit == Unit::undecided;
                ++(!cell.amount.fault.empty() ? count.faults : is_open ? count.undecided : cell.amount.unit == Unit::major ? count.major : count.minor);
                if (is_open && out.report.open.size() < most_open) out.report.open.push_back(cell.amount);
                out.amounts.push_back(std::move(cell.amount));
            }
        out.report.is_settled = !columns_.empty() && out.report.open.empty();
        return out;
    }

    const Table& table_;
    const Request& request_;
    std::vector<std::size_t> columns_;
    std::optional<std::size_t> sku_, quantity_;
    std::vector<Row> rows_;
};

}  // namespace

std::optional<std::int64_t> read_amount(std::string_view text, Unit unit, Currency currency) {
    auto digits = digits_of(text);
    if (!digits) return {};
    auto fraction = digits->fraction;
    if (fraction.size() == 3 && currency.decimals() < 3) return {};  // "1.250" is one and a quarter here and a thousand there
    while (fraction.ends_with('0')) fraction.pop_back();
    auto decimals = unit == Unit::major ? std::size_t(currency.decimals()) : 0;
    if (fraction.size() > decimals || digits->whole.size() + decimals > 17) return {};
    fraction.resize(decimals, '0');
    auto value = number(digits->whole + fraction);
    return digits->is_negative ? -value : value;
}

bool has_decimals(std::string_view text) {
    auto digits = digits_of(text);
    return digits && !digits->fraction.empty();
}

std::vector<std::size_t> money_columns(const std::vector<std::string>& header) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < header.size(); ++i)
        if (std::ranges::find(names, plain_name(header[i])) != names.end()) columns.push_back(i);
    return columns;
}

Outcome judge(const Table& table, const Request& request) { return Judge(table, request).run(); }

Table converted(const Table& table, const Outcome& outcome, Currency currency) {
    check(outcome.report.is_settled, "only a settled table is converted");
    auto out = table;
    auto columns = money_columns(table.header);
    auto next = outcome.amounts.begin();
    for (auto& row : out.rows)
        for (auto column : columns)
            if (column < row.size() && !trim(row[column]).empty()) row[column] = format_major({(next++)->minor, currency});
    auto said = column_of(table.header, "currency");
    if (!said) out.header.push_back("currency");
    for (auto& row : out.rows) {
        row.resize(out.header.size());
        row[said.value_or(out.header.size() - 1)] = std::string(currency.code());
    }
    return out;
}

}  // namespace vitrine::imports::legacy
