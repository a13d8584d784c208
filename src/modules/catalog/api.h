#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "modules/app.h"

namespace vitrine::catalog {

using ProductId = Id<"prod">;
using VariantId = Id<"var">;
using CategoryId = Id<"cat">;
using BrandId = Id<"brand">;

/// Queues "these products look different now" into the transaction: catalog, prices and stock call it, the snapshots follow it.
/// Cheap: one statement. Every process shows the change within a second.
void note_changes(pg::Tx& tx, const std::vector<ProductId>& products);
/// The same by variant, for modules that know only those.
void note_variant_changes(pg::Tx& tx, const std::vector<VariantId>& variants);

}  // namespace vitrine::catalog
