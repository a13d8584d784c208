#include "modules/storefront/pictures.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
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
    {"desk-lamps", "lamp"}, {"easels", "canvas"}, {"electronics", "calculator"}, {"erasers-sharpeners", "eraser"}, {"files-folders", "file"},
    {"fine-arts", "palette"}, {"flat-brushes", "brush"}, {"fountain-pens", "pen"}, {"gel-pens", "pen"}, {"geometry", "ruler"},
    {"ink-refills", "glue"}, {"markers", "marker"}, {"notebooks", "notebook"}, {"novels", "book"}, {"office-supplies", "stapler"},
    {"oil-paint", "paint"}, {"paper", "paper"}, {"pencils", "pencil"}, {"pens", "pen"}, {"poetry", "book"}, {"round-brushes", "brush"},
    {"school-bags", "bag"}, {"school-supplies", "bag"}, {"sketching", "pencil"}, {"staplers-punches", "stapler"}, {"tape-glue", "tape"},
    {"usb-drives", "gadget"}, {"watercolours", "palette"},
    {"cow-ghee", "jar"}, {"a2-ghee", "jar"}, {"desi-ghee", "jar"}, {"buffalo-ghee", "jar-wide"}, {"flavoured-ghee", "jar-leaf"},
    {"oils", "bottle"}, {"honey", "honey"}, {"jaggery", "jaggery"}, {"gift-boxes", "gift"}, {"puja", "diya"},
});

/// A jewel's own kind wins over the stone it carries.
constexpr auto gem_of_categories = std::to_array<Pair>({
    {"rings", "ring"}, {"engagement-rings", "ring"}, {"wedding-bands", "band"}, {"cocktail-rings", "ring-halo"}, {"earrings", "drops"},
    {"studs", "studs"}, {"hoops", "hoops"}, {"drops", "drops"}, {"necklaces", "pendant"}, {"pendants", "pendant"}, {"chains", "chain"},
    {"bracelets", "tennis"}, {"bangles", "bangle"}, {"tennis-bracelets", "tennis"}, {"diamond-pairs", "gem-pair"}, {"settings", "band"},
});
/// Cuts of stones, as titles name them.
constexpr auto gem_of_words = std::to_array<Pair>({
    {"round", "gem-round"}, {"oval", "gem-oval"}, {"pear", "gem-pear"}, {"marquise", "gem-marquise"}, {"heart", "gem-heart"}, {"cushion", "gem-cushion"},
    {"princess", "gem-princess"}, {"radiant", "gem-radiant"}, {"emerald", "gem-emerald"}, {"asscher", "gem-asscher"}, {"baguette", "gem-baguette"},
});
constexpr auto stone_categories = std::to_array<Pair>({
    {"natural-diamonds", "gem-round"}, {"lab-grown-diamonds", "gem-emerald"}, {"fancy-colour-diamonds", "gem-cushion"},
});

constexpr auto colours_of_gems = std::to_array<Pair>({
    {"sapphire", "blue"}, {"ruby", "red"}, {"morganite", "pink"}, {"aquamarine", "aqua"}, {"tanzanite", "violet"}, {"emerald", "green"},
});
constexpr auto colours_of_diamonds = std::to_array<Pair>({
    {"yellow", "yellow"}, {"pink", "pink"}, {"blue", "blue"}, {"green", "green"}, {"orange", "orange"}, {"brown", "brown"}, {"champagne", "champagne"},
});
constexpr auto metals = std::to_array<Pair>({{"yellow gold", "yellow"}, {"rose gold", "rose"}, {"white gold", "white"}, {"platinum", "white"}});

std::uint32_t fnv1a(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (unsigned char byte : text) hash = (hash ^ byte) * 16777619u;
    return hash ^ (hash >> 15);
}

std::string_view named(std::span<const Pair> list, std::string_view name) {
    auto found = std::ranges::find(list, name, &Pair::first);
    return found == list.end() ? std::string_view() : found->second;
}

std::string_view in_words(std::span<const Pair> list, std::string_view words) {
    auto found = std::ranges::find_if(list, [&](const Pair& pair) { return words.find(pair.first) != std::string_view::npos; });
    return found == list.end() ? std::string_view() : found->second;
}

Picture art_of(std::string_view category_slug, std::string_view title) {
    auto words = lower_ascii(title);
    if (auto jewel = named(gem_of_categories, category_slug); !jewel.empty()) {
        if (auto cut = words.find("emerald cut"); cut != std::string::npos) words.erase(cut, std::string_view("emerald cut").size());
        return {jewel, true, in_words(colours_of_gems, words), in_words(metals, words)};
    }
    if (auto stone = named(stone_categories, category_slug); !stone.empty()) {
        auto cut = in_words(gem_of_words, words);
        auto fancy = words.find("fancy");
        return {cut.empty() ? stone : cut, true, fancy == std::string::npos ? std::string_view() : in_words(colours_of_diamonds, std::string_view(words).substr(fancy))};
    }
    if (auto art = in_words(art_of_words, words); !art.empty()) return {art};
    auto art = named(art_of_categories, category_slug);
    return {art.empty() ? "box" : art};
}

}  // namespace

Picture picture_of(std::string_view category_slug, std::string_view title, std::string_view slug) {
    auto hash = fnv1a(slug);
    auto picture = art_of(category_slug, title);
    picture.tone = int(hash % 10), picture.pose = int(hash / 10 % 4);
    return picture;
}

}  // namespace vitrine::storefront
