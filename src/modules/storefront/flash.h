#pragma once
#include <string_view>

#include "core/result.h"
#include "io/html/template.h"

namespace vitrine::storefront {

/// The message of a code, as the template `flash` wants it; false for a code nobody knows. Codes are fixed words, so that a forged cookie can say nothing of its own.
html::Data flash_of(std::string_view code);

/// The code that tells a shopper about this refusal.
std::string_view flash_code_of(const Refusal& refusal);

}  // namespace vitrine::storefront
