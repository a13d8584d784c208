#pragma once
#include "modules/catalog/api.h"
#include "modules/imports/import_rows.h"

namespace vitrine::imports {

/// What the file says of a product and its variants, but for stock, in 128 bits: equal hashes mean there is nothing to write.
Uuid content_hash(const ProductDraft& draft);

/// The digest of the products so far with the next one, stock included: tells whether a file is the one a run began with.
Uuid digest_with(const Uuid& so_far, const ProductDraft& draft);

catalog::ProductInput product_input(const ProductDraft& draft);
std::vector<catalog::VariantInput> variant_inputs(const ProductDraft& draft);

}  // namespace vitrine::imports
