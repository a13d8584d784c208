#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "modules/search/source.h"
#include "modules/search/taxonomy.h"

namespace vitrine::test {

/// The catalog that `vitrine sample` writes for a preset, as the search takes it. The same arguments, the same catalog.
struct GeneratedCatalog {
    std::vector<catalog::CategoryRow> categories;
    std::vector<search::SourceProduct> products;
    std::string categories_csv, products_csv;
};
GeneratedCatalog generated_catalog(const std::string& preset, std::uint64_t count, std::uint64_t seed);

}  // namespace vitrine::test
