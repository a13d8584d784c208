#pragma once
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "modules/stores/api.h"

namespace vitrine::storefront {

/// How one store looks and speaks, out of the theme in its preset. A theme is written by people: what is missing or is not of its kind keeps the
/// shared look (a colour is `#rrggbb`, a radius 0 to 40 px, a font one that the build brings along).
struct Look {
    std::string brand = "#1b2a6b";                  ///< colour of the browser's own frame
    std::string tagline, search_hint = "Search products…";
    std::string hero_title, hero_text, hero_label, hero_link;   ///< empty: made from the catalog
    std::string mark = "page";                      ///< the sign beside the name: symbol `m-<mark>` of art.svg
    std::string font_text, font_display;            ///< names in the build's list of files: "jost.woff2"
    std::string css;                                ///< the style sheet that turns the shared design into this store's; empty when nothing differs
    std::string css_name;                           ///< "3f9a11c02b7d.css": named by its content, so it may be kept for ever
};

/// Pure. `files` are the built files by name, with their public paths.
Look look_of(const stores::Store& store, const std::map<std::string, std::string>& files);

}  // namespace vitrine::storefront
