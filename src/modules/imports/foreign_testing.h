#pragma once

#include <string>
#include <vector>

#include "modules/imports/api.h"
#include "modules/imports/import_rows.h"

/// Reads files of other systems without a store, for tests.
namespace vitrine::imports::foreign {

struct ForeignOutcome {
    std::vector<ProductDraft> products;
    std::vector<std::string> faults, notices;   ///< "row column code"
    std::vector<std::string> slugs() const;
};

/// A store that sells in rupees, has every category that is named by its slug, and "fallback" for products without one. It is 2026-11-21.
ForeignOutcome read_foreign(const std::string& text, Format format);

Format detected(const std::string& text);
std::string file_text(const std::string& path);   ///< std::runtime_error when there is none

}  // namespace vitrine::imports::foreign
