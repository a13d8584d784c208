#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "modules/imports/import_rows.h"

namespace vitrine::fuzz {

/// What a store that sells in rupees knows.
imports::ImportLookup lookup();
/// What may be handed on to be saved.
void check_draft(const imports::ProductDraft& draft);
/// Reads a file as an import does, its format taken for `format` of native, shopify, woocommerce and found. Gives all that was read and found wrong, as text.
std::string read_file(std::string_view bytes, unsigned format, std::size_t piece);

}  // namespace vitrine::fuzz
