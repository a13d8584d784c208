#include "modules/ledger/statements.h"

#include <charconv>
#include <map>

#include "core/time_zone.h"
#include "modules/ledger/sql.h"
#include "modules/stores/api.h"

namespace vitrine::ledger {
namespace {

constexpr auto longest = std::chrono::days(366);

std::optional<std::chrono::local_days> day_of(std::string_view text) {
    int parts[3] = {};
    bool has_form = text.size() == 10 && text[4] == '-' && text[7] == '-';
    if (!has_form) return {};
    std::string_view pieces[3] = {text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)};
    for (int i = 0; i < 3; ++i) {
        auto read = std::from_chars(pieces[i].data(), pieces[i].data() + pieces[i].size(), parts[i]);
        if (read.ec != std::errc() || read.ptr != pieces[i].data() + pieces[i].size()) return {};
    }
    std::chrono::year_month_day day{std::chrono::year(parts[0]), std::chrono::month(unsigned(parts[1])), std::chrono::day(unsigned(parts[2]))};
    return day.ok() ? std::optional(std::chrono::local_days(day)) : std::nullopt;
}

std::unexpected<Refusal> not_days(std::string pointer, std::string detail) { return refuse(refusals::invalid, {}, {{std::move(pointer), "out_of_range", std::move(detail)}}); }

}  // namespace

std::vector<Statement> statements_of(const std::vector<ClearingOpening>& openings, const std::vector<ClearingDay>& days) {
    std::map<std::pair<std::string, Currency>, std::int64_t> standing;
    for (const auto& opening : openings) standing[{opening.gateway, opening.currency}] = opening.minor;
    std::vector<Statement> out;
    for (const auto& row : days) {
        auto& now = standing[{row.gateway, row.currency}];
        bool is_same = !out.empty() && out.back().day == row.day && out.back().gateway == row.gateway && out.back().opening.currency == row.currency;
        if (!is_same) out.push_back({row.day, row.gateway, {now, row.currency}, {now, row.currency}, {}});
        out.back().movements.push_back({row.kind, row.count, {row.minor, row.currency}});
        now += row.minor;
        out.back().closing.minor = now;
    }
    return out;
}

std::string csv_of(const std::vector<Statement>& statements) {
    std::string out = "day,gateway,currency,opening,kind,count,amount,closing\r\n";
    for (const auto& one : statements)
        for (const auto& moved : one.movements)
            out += one.day + "," + one.gateway + "," + std::string(one.opening.currency.code()) + "," + format_major(one.opening) + "," + moved.kind + "," + std::to_string(moved.count) + "," +
                   format_major(moved.amount) + "," + format_major(one.closing) + "\r\n";
    return out;
}

Task<Result<std::vector<Statement>>> statements(App& app, Ctx ctx, StatementDays days) {
    auto from = day_of(days.from), to = day_of(days.to);
    if (!from) co_return not_days("/from", "write a day as YYYY-MM-DD");
    if (!to) co_return not_days("/to", "write a day as YYYY-MM-DD");
    if (*to < *from || *to - *from >= longest) co_return not_days("/to", "at most a year from the first day on");
    auto store = app.stores->by_id(ctx.store);
    auto named = store ? TimeZone::find(store->time_zone) : nullptr;
    auto zone = named ? named : TimeZone::utc();
    auto zone_name = named ? store->time_zone : std::string("UTC");
    auto begin = zone->earliest(WallTime(*from)), end = zone->earliest(WallTime(*to + std::chrono::days(1)));
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<Statement>>> {
        auto [openings, moved] = co_await tx.ask(sql::clearing_openings(begin), sql::clearing_days(begin, end, zone_name));
        co_return statements_of(openings, moved);
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<std::vector<BalanceLine>> trial_balance(App& app, Ctx ctx, Instant before) {
    auto query = sql::trial_balance(before);
    std::vector<BalanceLine> out;
    for (const auto& sum : co_await app.db.read(ctx, std::move(query))) {
        auto money = [&](std::int64_t minor) { return Money{minor, sum.currency}; };
        out.push_back({sum.account, money(sum.debits), money(sum.credits), money(sum.debits - sum.credits)});
    }
    co_return out;
}

}  // namespace vitrine::ledger
