#pragma once
#include <string_view>

namespace vitrine::storefront {

/// The drawing that stands for a product until it has photographs: a symbol of art.svg or gems.svg, one of ten palettes, one of four poses.
struct Picture {
    std::string_view art;
    bool is_gem = false;   ///< drawn in gems.svg
    std::string_view stone;   ///< what colours a stone, where the title says so: "blue"
    std::string_view metal;   ///< likewise a metal: "rose"
    int tone = 0;
    int pose = 0;
};

/// Pure; the same product always looks the same. Words of the title win over the category, a parcel stands for what neither knows.
Picture picture_of(std::string_view category_slug, std::string_view title, std::string_view slug);

}  // namespace vitrine::storefront
