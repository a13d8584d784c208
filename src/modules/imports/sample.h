#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "modules/imports/sample_recipe.h"

namespace vitrine::imports {

/// Takes the next bytes of the file.
using SampleSink = std::function<void(std::string_view bytes)>;

/// Writes a catalog file (docs/guides/catalog-csv.md) of `count` products to the sink, in pieces of about 64 KiB.
/// The same recipe, count and seed give the same bytes, and product number n is the same whatever the count is.
/// Slugs, SKUs and barcodes are unique up to two hundred million products. Every row passes the import.
void sample_catalog(const SampleRecipe& recipe, std::uint64_t count, std::uint64_t seed, const SampleSink& sink);

/// Writes the category tree as `slug,name,name_local,parent_slug,position`, parents first. The recipe's categories have
/// to be in the shop before its catalog is imported.
void sample_categories(const SampleRecipe& recipe, const SampleSink& sink);

}  // namespace vitrine::imports
