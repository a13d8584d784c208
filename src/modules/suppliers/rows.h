#pragma once
#include "io/pg/query.h"
#include "modules/suppliers/items.h"
#include "modules/suppliers/run.h"
#include "modules/suppliers/submission.h"

namespace vitrine::suppliers {

struct SupplierRow {
    SupplierId id;
    std::int64_t version = 1;
    std::string code, name;
    SupplierState state = SupplierState::active;
    std::int64_t priority = 100;
    std::string currency, notes;
    Instant created_at{}, updated_at{};
};
SHAPE(SupplierRow, id, version, code, name, state, priority, currency, notes, created_at, updated_at)

struct FeedRowData {
    FeedId id;
    std::int64_t version = 1;
    SupplierId supplier;
    std::string code, name;
    FeedState state = FeedState::active;
    RawJson source;
    std::optional<pg::Bytes> secrets;
    RawJson layout, pricing, guards;
    std::optional<std::int64_t> every_minutes;
    std::optional<Instant> next_run_at;
    std::optional<RunId> last_run;
    Instant created_at{}, updated_at{};
};
SHAPE(FeedRowData, id, version, supplier, code, name, state, source, secrets, layout, pricing, guards, every_minutes, next_run_at, last_run, created_at, updated_at)

struct RunRow {
    RunId id;
    FeedId feed;
    RunState state = RunState::queued;
    std::string upload;
    std::int32_t parts = 0;
    std::string file_name;
    RawJson counts;
    std::int64_t position = 0;
    std::string why, detail;
    bool is_let_through = false;
    std::string let_through_by, let_through_reason;
    bool is_cancel_wanted = false;
    std::int64_t attempts = 0;
    Instant started_at{};
    std::optional<Instant> ended_at;
    std::string actor;
};
SHAPE(RunRow, id, feed, state, upload, parts, file_name, counts, position, why, detail, is_let_through, let_through_by, let_through_reason, is_cancel_wanted, attempts, started_at, ended_at, actor)

/// An offer as a run compares it.
struct OfferState {
    std::string code;
    FeedId feed;
    ItemId item;
    bool is_listed = true;
    Uuid hash;
    std::int64_t price_minor = 0;
};
SHAPE(OfferState, code, feed, item, is_listed, hash, price_minor)

struct ItemRow {
    ItemId id;
    std::string identity, slug, sku;
    ItemState state = ItemState::free;
    std::optional<Instant> held_until;
    std::string hold_reason, sold_to;
    std::optional<catalog::ProductId> product;
    std::optional<catalog::VariantId> variant;
    std::optional<SupplierId> best_supplier;
    std::optional<std::string> best_code;
    std::optional<std::int64_t> published_quantity;   ///< what stock was last set to; sales since then are the shop's own
    std::int64_t version = 1;
};
SHAPE(ItemRow, id, identity, slug, sku, state, held_until, hold_reason, sold_to, product, variant, best_supplier, best_code, published_quantity, version)

/// A listed offer of an active supplier, for choosing the best.
struct OfferRow {
    ItemId item;
    SupplierId supplier;
    std::string supplier_code, code;
    std::int64_t priority = 100, quantity = 0, price_minor = 0;
    RawJson facts;
};
SHAPE(OfferRow, item, supplier, supplier_code, code, priority, quantity, price_minor, facts)

struct OrderApiRow {
    std::string url;
    bool is_on = true;
    std::optional<pg::Bytes> secrets;
    std::int64_t version = 1;
    Instant updated_at{};
};
SHAPE(OrderApiRow, url, is_on, secrets, version, updated_at)

/// From whom a sold piece is ordered.
struct SourceOffer {
    ItemId item;
    SupplierId supplier;
    std::string code, offer_ref;
    std::int64_t cost_minor = 0;
    std::string cost_currency;
    bool is_unique = false;            ///< one of a kind: once sold it is never offered again
};
SHAPE(SourceOffer, item, supplier, code, offer_ref, cost_minor, cost_currency, is_unique)

struct SubmissionRow {
    SubmissionId id;
    std::int64_t version = 1;
    std::string order_ref, order_number;
    SupplierId supplier;
    SubmissionState state = SubmissionState::waiting;
    std::string supplier_ref;
    std::int64_t attempts = 0;
    std::string why, detail;
    Instant created_at{}, moved_at{};
};
SHAPE(SubmissionRow, id, version, order_ref, order_number, supplier, state, supplier_ref, attempts, why, detail, created_at, moved_at)

}  // namespace vitrine::suppliers
