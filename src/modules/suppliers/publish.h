#pragma once
// From the offers for a piece to its product in the catalog.
#include "modules/suppliers/map_row.h"
#include "modules/suppliers/rows.h"

namespace vitrine::suppliers {

/// Pure. What a piece is called in the shop; made once. Says nothing of a supplier.
struct ItemNames {
    std::string slug, sku;
};
ItemNames names_of(ItemId id, const std::string& identity, const std::map<std::string, std::string>& facts);
/// Pure. The identity of an offer: its certificate, else the supplier's own number.
std::string identity_of(SupplierId supplier, const MappedOffer& offer);
/// Pure. The product of a piece as this offer describes it. No stock: what is there stays.
imports::ProductDraft draft_of(const ItemNames& names, const std::map<std::string, std::string>& facts, Money price, std::optional<std::int64_t> stock);

struct Republished {
    std::int64_t products = 0;            ///< written, or their stock set
    std::vector<std::string> left_out;    ///< slugs of pieces whose slug or SKU is another product's, or whose category is gone
};
/// Decides anew which offer of these pieces is sold, and writes what follows into the catalog, its prices and stock. The pieces are locked by this transaction. After the commit:
/// db.notify_soon(catalog::changes_channel).
Task<Republished> republish(pg::Tx& tx, const imports::ProductWriter& writer, Currency store, std::vector<ItemRow> items);

}  // namespace vitrine::suppliers
