// The beginning of a file as a feed would read it, for people who write a mapping.
#include "io/loop.h"
#include "modules/stores/api.h"
#include "modules/suppliers/batches.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr size_t most_rows = 20, largest_sample_bytes = 200'000;

struct Ground {
    Currency store;
    std::map<Currency, ExchangeRate> rates;
};

PreviewRow row_of(const FeedRow& row, RowMapper& mapper, const FeedRows& rows, const PreviewInput& in, const Ground& ground) {
    PreviewRow out;
    out.row = std::int64_t(row.number);
    std::vector<RowFault> faults;
    auto offer = mapper.map(row, rows.columns(), faults);
    for (auto& fault : faults) out.faults.push_back({fault.column, fault.code, fault.text, fault.is_notice});
    if (!offer) return out;
    out.code = offer->code;
    if (!offer->identity.empty()) out.identity = offer->identity;
    out.title = draft_of({"sample", "SAMPLE"}, offer->facts, offer->cost, std::nullopt).title;
    out.cost = offer->cost;
    out.facts = offer->facts;
    if (auto rate = ground.rates.find(offer->cost.currency); rate != ground.rates.end()) {
        out.price = price_of(offer->cost, rate->second, in.pricing, ground.store);
        out.price_explained = explain_price(offer->cost, rate->second, in.pricing, ground.store);
    } else {
        out.faults.push_back({"currency", "rate.missing", "there is no exchange rate for " + std::string(offer->cost.currency.code()), false});
    }
    return out;
}

Result<Preview> read(const PreviewInput& in, const Ground& ground) {
    auto rows = open_rows(in.layout, imports::bytes_of(std::string_view(in.sample)));
    RowMapper mapper(in.layout, in.currency);
    Preview out;
    std::vector<std::string> examples;
    FeedRow row;
    while (out.rows.size() < most_rows && rows->next(row)) {
        examples.resize(std::max(examples.size(), row.cells.size()));
        for (size_t i = 0; i < row.cells.size(); ++i)
            if (examples[i].empty()) examples[i] = row.cells[i].substr(0, 100);
        out.rows.push_back(row_of(row, mapper, *rows, in, ground));
    }
    // A beginning breaks off in the middle of the last row: that says nothing of the file.
    if (out.rows.empty()) return refuse(unreadable, {}, {{"/sample", rows->refusal().empty() ? "file.empty" : rows->refusal(), "the sample gives no row"}});
    examples.resize(rows->columns().size());
    auto targets = mapper.targets(rows->columns());
    for (size_t i = 0; i < rows->columns().size(); ++i) out.columns.push_back({rows->columns()[i], targets[i], is_utf8(examples[i]) ? examples[i] : ""});
    return out;
}

}  // namespace

Task<Result<Preview>> preview(App& app, Ctx ctx, PreviewInput in) {
    auto faults = faults_of(in.layout);
    for (auto& fault : faults_of(in.pricing)) faults.push_back(std::move(fault));
    if (in.sample.empty() || in.sample.size() > largest_sample_bytes) faults.push_back({"/sample", "out_of_range", "give the first rows of a file, at most 200,000 bytes"});
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    Ground ground{app.stores->known(ctx.store)->currency, {}};
    auto rates = co_await app.db.read(ctx, sql::rates_on(format_rfc3339(ctx.now).substr(0, 10)));
    for (const auto& rate : rates)
        if (auto currency = Currency::parse(rate.currency)) ground.rates[*currency] = {rate.billionths};
    ground.rates[ground.store] = {};
    auto reading = [&] { return read(in, ground); };
    co_return co_await offload_value(reading);
}

}  // namespace vitrine::suppliers
