#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "modules/search/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// The products of a shelf's source ("on_sale", "newest", "tag:x", "category:x"), sold-out ones left out, at the prices of this visitor.
std::vector<search::Card> products_of(const Page& page, std::string_view source, std::size_t count);

/// Reduced products, best sellers first. Walks the catalog: the caller keeps what it makes of it.
std::vector<search::Card> reduced(const Page& page, std::size_t most);

/// Products in stock that carry this tag, the most popular first; looks through the 4,000 most popular at most. Pure.
std::vector<search::Card> tagged(const search::Snapshot& snapshot, std::shared_ptr<const prices::View> prices, std::string_view tag, std::size_t most);

/// Where "View all" of a source leads.
std::string link_of(std::string_view source);

}  // namespace vitrine::storefront
