#include "modules/storefront/photo.h"

#include <algorithm>

namespace vitrine::storefront {
namespace {

constexpr std::int32_t usual_width = 640;   // of the one that browsers without srcset take

}  // namespace

void add_photo(html::Members& into, const std::optional<media::Picture>& picture, std::string_view title, std::string_view language, std::string_view media_base, const PhotoPlace& place) {
    if (!picture || picture->width <= 0 || picture->height <= 0) return;
    auto side = std::min(picture->width, picture->height);
    auto text = media::alt_text(*picture, language);
    into["photo"] = html::Data{{"avif", media::srcset(*picture, "avif", place.is_square, media_base)},
                               {"webp", media::srcset(*picture, "webp", place.is_square, media_base)},
                               {"jpeg", media::srcset(*picture, "jpg", place.is_square, media_base)},
                               {"src", media::address(*picture, "jpg", usual_width, place.is_square, media_base)},
                               {"sizes", place.sizes},
                               {"width", int(place.is_square ? side : picture->width)},
                               {"height", int(place.is_square ? side : picture->height)},
                               {"alt", text.empty() ? html::Data(title) : html::Data(text)},
                               {"colour", picture->colour.empty() ? html::Data("#eeeeee") : html::Data(picture->colour)},
                               {"blur", picture->blur.empty() ? html::Data(false) : html::Data(picture->blur)},
                               {"first", place.is_first}};
}

}  // namespace vitrine::storefront
