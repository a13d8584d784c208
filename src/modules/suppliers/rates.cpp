// Exchange rates by day: the one that holds is the newest that has begun.
#include <chrono>

#include "modules/stores/api.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr std::int64_t least = 1, most = 1'000'000'000'000'000;   // billionths: a million to one

bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    auto number = [&](size_t at, size_t count) {
        int value = 0;
        for (char c : text.substr(at, count)) {
            if (c < '0' || c > '9') return -1;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 2000 || month < 1 || day < 1) return false;
    return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))).ok();
}

/// "278.35" in billionths.
std::optional<std::int64_t> billionths(std::string_view text) {
    std::int64_t value = 0;
    int digits = -1;
    for (char c : text) {
        if (c == '.' && digits < 0) {
            digits = 0;
            continue;
        }
        if (c < '0' || c > '9' || digits >= 9 || value > most) return {};
        value = value * 10 + (c - '0');
        if (digits >= 0) ++digits;
    }
    for (int i = std::max(digits, 0); i < 9; ++i) {
        if (value > most) return {};
        value *= 10;
    }
    if (value < least || value > most) return {};
    return value;
}

std::string rate_text(std::int64_t billionths) {
    auto part = std::to_string(1'000'000'000 + billionths % 1'000'000'000).substr(1);
    while (!part.empty() && part.back() == '0') part.pop_back();
    auto whole = std::to_string(billionths / 1'000'000'000);
    return part.empty() ? whole : whole + "." + part;
}

RateView view_of(const sql::RateRow& row) { return {*Currency::parse(row.currency), row.from_day, rate_text(row.billionths), row.actor, row.set_at}; }

}  // namespace

Task<RateList> list_rates(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_rates());
    RateList list;
    for (const auto& row : rows) list.items.push_back(view_of(row));
    co_return list;
}

Task<Result<RateView>> set_rate(App& app, Ctx ctx, RateInput in) {
    auto value = billionths(in.rate.str());
    std::vector<Fault> faults;
    if (!value) faults.push_back({"/rate", "out_of_range", "write a number such as 278.35, above nothing and at most a million, with up to nine digits behind the point"});
    if (!is_day(in.from.str())) faults.push_back({"/from", "malformed", "write a day such as 2026-12-01"});
    if (in.currency == app.stores->known(ctx.store)->currency) faults.push_back({"/currency", "not_foreign", "the store's own currency needs no rate"});
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::set_rate(std::string(in.currency.code()), in.from.str(), *value));
        tx.send(sql::note_change("rate.set", std::string(in.currency.code()), 1, RawJson{to_json(in)}));
        co_return true;
    };
    auto set = co_await app.db.transaction(ctx, body);
    if (!set) co_return refuse(std::move(set.error()));
    co_return RateView{in.currency, in.from.str(), rate_text(*value), ctx.actor, ctx.now};
}

}  // namespace vitrine::suppliers
