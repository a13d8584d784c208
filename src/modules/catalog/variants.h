#pragma once
#include "modules/catalog/product.h"

namespace vitrine::catalog {

/// Every active variant has one value of every declared option and no other option, no two the same. Adds faults that name the variant. Pure.
void check_declared(const FullProduct& product, const std::vector<FullVariant>& variants, std::vector<Fault>& faults);

/// Puts what is given into a variant. `pointer`: where the change stands in the request. Pure.
void apply_change(FullVariant& variant, const VariantChange& in, const FullProduct& product, const std::vector<OptionView>& options, const AttributeRules& rules,
                  const std::string& pointer, std::vector<Fault>& faults);

/// SKUs and barcodes that something else has, as faults at `pointer_of(i)`; what `changed` itself has is no fault. Asks the database once.
Task<std::vector<Fault>> find_taken_codes(pg::Tx& tx, const std::vector<FullVariant>& changed, const std::function<std::string(size_t)>& pointer_of);

/// Queues: makes or replaces variants by id, in one statement.
void write_variants(pg::Tx& tx, ProductId product, const std::vector<FullVariant>& variants);

/// A SKU or barcode that was taken between the look and the commit; nothing for another error.
std::optional<Refusal> taken_meanwhile(const pg::Error& error);

}  // namespace vitrine::catalog
