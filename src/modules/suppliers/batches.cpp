#include "modules/suppliers/batches.h"

#include <cstring>

#include "io/crypto/digest.h"
#include "io/loop.h"
#include "modules/stores/api.h"
#include "modules/suppliers/feed_parts.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr std::uint64_t most_rows = 5'000'000;

std::uint64_t mark_of(std::string_view code) {
    auto digest = crypto::sha256(code);
    std::uint64_t mark;
    std::memcpy(&mark, digest.data(), sizeof mark);
    return mark;
}

}  // namespace

Task<Result<FeedPlan>> plan_of(App& app, Ctx ctx, FeedId feed) {
    auto row = co_await app.db.read(ctx, sql::find_feed(feed));
    if (!row) co_return refuse(feed_not_found);
    auto supplier = co_await app.db.read(ctx, sql::find_supplier(row->supplier));
    auto store = app.stores->known(ctx.store);
    auto parts = parts_of(*row);
    FeedPlan plan{feed, row->supplier, *Currency::parse(supplier->currency), store->currency, std::move(parts.layout), std::move(parts.pricing), parts.guards, {}, {}};
    auto rates = co_await app.db.read(ctx, sql::rates_on(format_rfc3339(ctx.now).substr(0, 10)));
    for (const auto& rate : rates)
        if (auto currency = Currency::parse(rate.currency)) plan.rates[*currency] = {rate.billionths};
    plan.rates[store->currency] = {};
    plan.writer = std::make_shared<const imports::ProductWriter>(co_await imports::open_writer(app.db, ctx, store->currency));
    co_return plan;
}

OfferBatches::OfferBatches(const FeedPlan& plan, imports::ByteSource bytes)
    : plan_(plan), rows_(open_rows(plan.layout, std::move(bytes))), mapper_(plan.layout, plan.supplier_currency) {}

Task<OfferBatch> OfferBatches::next() {
    return offload_value([this] { return read(); });
}

bool OfferBatches::has_seen(std::string_view code) const { return seen_.contains(mark_of(code)); }

OfferBatch OfferBatches::read() {
    OfferBatch batch;
    FeedRow row;
    while (std::size_t(batch.rows) < rows_at_once && seen_.size() < most_rows && rows_->next(row)) {
        ++batch.rows;
        take(row, batch);
    }
    return batch;
}

void OfferBatches::take(const FeedRow& row, OfferBatch& into) {
    auto offer = mapper_.map(row, rows_->columns(), into.faults);
    if (!offer) return;
    auto fault = [&](std::string column, std::string code, std::string text) { into.faults.push_back({row.number, std::move(column), std::move(code), std::move(text), false}); };
    if (!seen_.insert(mark_of(offer->code)).second) return fault("stock_no", "code.twice", "this stock number stands in the file before");
    auto rate = plan_.rates.find(offer->cost.currency);
    if (rate == plan_.rates.end()) return fault("currency", "rate.missing", "there is no exchange rate for " + std::string(offer->cost.currency.code()));
    auto price = price_of(offer->cost, rate->second, plan_.pricing, plan_.store_currency);
    auto draft = draft_of({"sample", "SAMPLE"}, offer->facts, price, std::nullopt);
    bool is_whole = true;
    for (const auto& found : plan_.writer->check(draft)) {
        bool is_notice = found.code != "attr.required" && found.code != "category.unknown";
        into.faults.push_back({row.number, found.column, found.code, found.text, is_notice});
        is_whole = is_whole && is_notice;
    }
    if (is_whole) into.offers.push_back({std::move(*offer), price});
}

}  // namespace vitrine::suppliers
