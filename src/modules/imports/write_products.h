#pragma once
#include "modules/imports/work.h"

namespace vitrine::imports {

/// Writes these products with their brands, attributes, variants, pictures and prices where their content differs from what was written last, and sets the stock
/// they name as counts, with `stock_reason`. Notes the changes. False: a SKU or a category is somebody else's or gone, and the transaction must not be committed.
Task<bool> write_products(pg::Tx& tx, const StoreFacts& facts, std::vector<ProductDraft> drafts, Counts& counts, std::string stock_reason);

}  // namespace vitrine::imports
