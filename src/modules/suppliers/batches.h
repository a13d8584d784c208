#pragma once
// A feed's file in batches of priced offers, read away from the loop.
#include <unordered_set>

#include "modules/suppliers/publish.h"
#include "modules/suppliers/run.h"

namespace vitrine::suppliers {

/// All that a run needs to know of its feed and of the store, read once.
struct FeedPlan {
    FeedId feed;
    SupplierId supplier;
    Currency supplier_currency, store_currency;
    Layout layout;
    Pricing pricing;
    Guards guards;
    std::map<Currency, ExchangeRate> rates;       ///< of the day; the store's own among them
    std::shared_ptr<const imports::ProductWriter> writer;
};
/// Refuses suppliers.feed_not_found.
Task<Result<FeedPlan>> plan_of(App& app, Ctx ctx, FeedId feed);

struct PricedOffer {
    MappedOffer offer;
    Money price;
};
struct OfferBatch {
    std::vector<PricedOffer> offers;
    std::vector<RowFault> faults;
    std::int64_t rows = 0;                        ///< read for this batch, faulty ones included; 0: the file is over
};

class OfferBatches {
public:
    static constexpr size_t rows_at_once = 500;
    OfferBatches(const FeedPlan& plan, imports::ByteSource bytes);
    Task<OfferBatch> next();
    /// Why the file as a whole cannot be read; empty: it can.
    const std::string& refusal() const { return rows_->refusal(); }
    /// Whether the file, as far as it was read, names this number of the supplier's.
    bool has_seen(std::string_view code) const;

private:
    OfferBatch read();
    void take(const FeedRow& row, OfferBatch& into);

    const FeedPlan& plan_;
    std::unique_ptr<FeedRows> rows_;
    RowMapper mapper_;
    std::unordered_set<std::uint64_t> seen_;      ///< 64 bits of each number's hash: the file may have millions
};

}  // namespace vitrine::suppliers
