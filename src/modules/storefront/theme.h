#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "io/html/template.h"
#include "modules/search/api.h"
#include "modules/stores/api.h"

namespace vitrine::storefront {

/// A row of products on the home page, as the store's theme wants it.
struct Shelf {
    std::string title;
    std::string source;  ///< "on_sale", "newest", "tag:bestseller", "category:fine-arts"
    std::size_t count = 12;
    std::string link;    ///< empty: made from the source
};

/// The menu: what the theme says, else the top categories. `path` is marked as the current page.
html::List navigation(const stores::Store& store, const search::Snapshot& snapshot, std::string_view path);

std::vector<Shelf> shelves(const stores::Store& store);

}  // namespace vitrine::storefront
