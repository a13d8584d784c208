#pragma once
#include <optional>
#include <string_view>

#include "io/html/template.h"
#include "io/http/message.h"
#include "modules/search/api.h"

namespace vitrine::storefront {

/// How many variants are shown as buttons side by side; more are chosen option by option.
inline constexpr std::size_t most_buttons = 24;

/// The one the address names, else the first that can be had, else the first.
const search::VariantView& chosen_variant(const search::ProductView& product, std::string_view id);

/// The variant that `o[Name]=value` asks for: the one that fits all, else the one that fits most, those that can be had first. Nothing when nothing is asked.
const search::VariantView* asked_variant(const search::ProductView& product, const shape::Fields& query);

/// Buttons for a few variants; false for one, or for many.
html::Data variant_buttons(const search::ProductView& product, const search::VariantView& selected);

/// A list to choose from for each option, that a form sends without scripts; false for few variants. Says which values the rest of the choice rules out.
html::Data option_lists(const search::ProductView& product, const search::VariantView& selected);

}  // namespace vitrine::storefront
