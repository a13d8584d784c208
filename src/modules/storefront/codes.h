#pragma once
#include <optional>
#include <string>

#include "modules/carts/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// What the shopper typed into the field for codes, and what is wrong with it.
struct CodeFault {
    std::string typed, text;
};

/// Adds `codes` for the partial of that name: what is entered, what each does, and the field. `place` tells two such fields of a page apart.
void add_codes(html::Members& into, const carts::CartView& cart, std::string_view return_to, std::string_view place, const std::optional<CodeFault>& fault = {});

/// Tries what was typed as a discount code, then as a gift card. Gives the cart, or why not in the shopper's words.
Task<Result<carts::CartView>> enter_code(App& app, Ctx ctx, carts::CartId cart, carts::Access access, std::string typed);

}  // namespace vitrine::storefront
