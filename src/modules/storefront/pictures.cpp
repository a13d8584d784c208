#include "modules/storefront/pictures.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/text.h"

namespace vitrine::storefront {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr auto art_of_words = std::to_array<Pair>({
    {"scissor", "scissors"}, {"sticky", "sticky"}, {"ring binder", "binder"}, {"box file", "binder"}, {"envelope", "envelope"}, {"glue", "glue"},
    {"spiral", "spiral"}, {"stapler", "stapler"}, {"eraser", "eraser"}, {"crayon", "crayons"}, {"colour pencil", "crayons"}, {"marker", "marker"},
});

constexpr auto art_of_categories = std::to_array<Pair>({
    {"acrylic-paint", "paint"}, {"arts-crafts", "craft"}, {"ballpoint-pens", "ballpoint"}, {"books-novels", "book"}, {"brush-sets", "brush"},
    {"brushes", "brush"}, {"calculators", "calculator"}, {"calligraphy", "pen"}, {"canvas", "canvas"}, {"canvas-easel", "canvas"},
    {"children-books", "book"}, {"clay", "craft"}, {"colouring", "crayons"}, {"craft-paper", "paper"}, {"desk-accessories", "organiser"},
    {"desk-lamps", "gadget"}, {"easels", "canvas"}, {"electronics", "calculator"}, {"erasers-sharpeners", "eraser"}, {"files-folders", "file"},
    {"fine-arts", "palette"}, {"flat-brushes", "brush"}, {"fountain-pens", "pen"}, {"gel-pens", "pen"}, {"geometry", "ruler"},
    {"ink-refills", "glue"}, {"markers", "marker"}, {"notebooks", "notebook"}, {"novels", "book"}, {"office-supplies", "stapler"},
    {"oil-paint", "paint"}, {"paper", "paper"}, {"pencils", "pencil"}, {"pens", "pen"}, {"poetry", "book"}, {"round-brushes", "brush"},
    {"school-bags", "bag"}, {"school-supplies", "bag"}, {"sketching", "pencil"}, {"staplers-punches", "stapler"}, {"tape-glue", "tape"},
    {"usb-drives", "gadget"}, {"watercolours", "palette"},
});

std::uint32_t fnv1a(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (unsigned char byte : text) hash = (hash ^ byte) * 16777619u;
    return hash ^ (hash >> 15);
}

std::string_view art_of(std::string_view category_slug, std::string_view title) {
    auto words = lower_ascii(title);
    for (const auto& [word, art] : art_of_words)
        if (words.find(word) != std::string::npos) return art;
    for (const auto& [category, art] : art_of_categories)
        if (category == category_slug) return art;
    return "box";
}

}  // namespace

Picture picture_of(std::string_view category_slug, std::string_view title, std::string_view slug) {
    auto hash = fnv1a(slug);
    return {art_of(category_slug, title), int(hash % 10), int(hash / 10 % 4)};
}

}  // namespace vitrine::storefront
