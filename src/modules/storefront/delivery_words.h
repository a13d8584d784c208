#pragma once
// What pages say about delivery before it is chosen.
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// "Rs 200, free from Rs 3,000", "Free and insured", or that it depends on where it goes.
std::string delivery_promise(const Page& page);
/// The sentence beside an article.
std::string delivery_sentence(const Page& page);
/// From which sum on the first way of delivery at home is free; nothing where it never is, or always.
std::optional<Money> free_from(const Page& page, Currency currency);
/// Countries to choose from.
std::vector<std::string> countries_served(const Page& page);

}  // namespace vitrine::storefront
