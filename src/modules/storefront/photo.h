#pragma once
#include <optional>
#include <string_view>

#include "io/html/template.h"
#include "modules/media/api.h"

namespace vitrine::storefront {

/// How a picture stands on a page.
struct PhotoPlace {
    std::string_view sizes;      ///< of `<img sizes>`: how wide it is drawn
    bool is_square = true;       ///< cut to the square around its focal point
    bool is_first = false;       ///< the biggest thing seen first: fetched before anything else, never lazily
};
/// In lists, carts and the like.
inline constexpr PhotoPlace in_card{"(min-width: 64rem) 17rem, (min-width: 40rem) 30vw, 46vw"}, in_line{"5rem"}, on_product_page{"(min-width: 60rem) 36rem, 94vw", false, true},
    below_product{"(min-width: 60rem) 9rem, 22vw"};

/// Pure. Adds `photo`: what partials/picture.mustache makes a `<picture>` of, with a source a format, the dimensions that keep its place, and what is seen until it
/// is there: its colour and 24 points of it. `title` is said where it has no text of its own. Nothing is added without a picture: then the drawing stays.
void add_photo(html::Members& into, const std::optional<media::Picture>& picture, std::string_view title, std::string_view language, std::string_view media_base, const PhotoPlace& place);

}  // namespace vitrine::storefront
