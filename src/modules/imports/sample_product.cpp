#include "modules/imports/sample_product.h"

#include <algorithm>
#include <array>

namespace vitrine::imports {
namespace {

using Words = std::vector<const SampleWord*>;

const SampleKind& choose_kind(const SampleRecipe& recipe, SampleRandom& random) {
    std::uint64_t total = 0;
    for (const auto& kind : recipe.kinds) total += kind.share;
    auto ticket = random.below(total);
    for (const auto& kind : recipe.kinds) {
        if (ticket < kind.share) return kind;
        ticket -= kind.share;
    }
    return recipe.kinds.back();
}

Words choose_words(const SampleRecipe& recipe, const SampleKind& kind, SampleRandom& random) {
    Words words(recipe.lists.size(), nullptr);
    for (const auto list : kind.lists) words[list] = &recipe.lists[list][random.below(recipe.lists[list].size())];
    return words;
}

/// All combinations of a few neighbouring words of each option's list.
std::vector<Words> choose_variants(const SampleRecipe& recipe, const SampleKind& kind, const Words& words, SampleRandom& random) {
    std::vector<Words> variants{words};
    const std::uint64_t most = kind.options.size() > 1 ? 3 : 6;
    for (const auto& [column, list] : kind.options) {
        const auto& all = recipe.lists[list];
        const auto count = std::min<std::uint64_t>(2 + random.below(most - 1), all.size());
        const auto first = random.below(all.size() - count + 1);
        std::vector<Words> longer;
        for (const auto& variant : variants) {
            for (std::uint64_t i = 0; i < count; ++i) {
                longer.push_back(variant);
                longer.back()[list] = &all[first + i];
            }
        }
        variants = std::move(longer);
    }
    return variants;
}

bool is_left_out(const SampleTemplate::Piece& piece, const SampleKind& kind, bool has_options) {
    return has_options && piece.is_optional && std::ranges::any_of(piece.lists, [&](std::size_t list) {
        return std::ranges::find(kind.options, list, &std::pair<std::size_t, std::size_t>::second) != kind.options.end();
    });
}

std::string fill(const SampleTemplate& made, const SampleProduct& product, const Words& words, bool local) {
    std::string text;
    for (const auto& piece : made.pieces) {
        if (is_left_out(piece, *product.kind, product.has_options)) continue;
        std::size_t next = 0;
        for (const char c : piece.text) {
            if (c == '\x01') {
                const auto& word = *words[piece.lists[next++]];
                text += local ? word.local : word.text;
            } else {
                text += c;
            }
        }
    }
    return text;
}

std::string base36(std::uint64_t number, char first_letter) {
    std::string digits;
    do {
        const auto digit = static_cast<char>(number % 36);
        digits += digit < 10 ? static_cast<char>('0' + digit) : static_cast<char>(first_letter + digit - 10);
        number /= 36;
    } while (number > 0);
    std::ranges::reverse(digits);
    return digits;
}

std::string slug_of(std::string_view title, std::uint64_t index) {
    std::string slug;
    for (const char c : title.substr(0, 90)) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            slug += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    if (!slug.empty() && slug.back() != '-') slug += '-';
    return slug + base36(index, 'a');
}

/// EAN-13 in the range that GS1 leaves for use inside a shop (prefix 2).
std::string barcode_of(std::uint64_t index, std::size_t variant) {
    auto number = std::to_string((index * 64) + variant);
    auto digits = "2" + std::string(11 - std::min<std::size_t>(11, number.size()), '0') + number;
    int sum = 0;
    for (std::size_t i = 0; i < 12; ++i) sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return digits + static_cast<char>('0' + ((10 - (sum % 10)) % 10));
}

std::int64_t to_price_point(const SampleRecipe& recipe, std::int64_t minor) {
    const auto step = recipe.price_step_minor;
    return (std::max<std::int64_t>(1, (minor + step - 1) / step) * step) - recipe.price_below_minor;
}

std::int64_t price_of(const SampleRecipe& recipe, const SampleKind& kind, const Words& words, std::int64_t base) {
    for (const auto list : kind.lists) base = base * words[list]->factor_per_mille / 1000;
    return to_price_point(recipe, base);
}

std::int64_t stock_of(const SampleRecipe& recipe, const SampleKind& kind, SampleRandom& random) {
    const auto most = static_cast<std::uint64_t>(kind.stock_most);
    if (random.happens(recipe.sold_out_per_mille)) return 0;
    const bool is_low = random.happens(120);
    return static_cast<std::int64_t>(1 + random.below(is_low ? std::min<std::uint64_t>(5, most) : most));
}

/// Low prices come more often than high ones: two draws multiplied.
std::int64_t base_price(const SampleKind& kind, SampleRandom& random) {
    const auto draw = static_cast<std::int64_t>(random.below(1001) * random.below(1001));
    return kind.price_from_minor + ((kind.price_to_minor - kind.price_from_minor) / 1000 * draw / 1000);
}

void write_texts(const SampleRecipe& recipe, SampleProduct& product, const Words& words, std::uint64_t index, SampleRandom& random) {
    product.title = fill(product.kind->title, product, words, false);
    product.slug = slug_of(product.title, index);
    if (random.happens(recipe.long_title_per_mille)) product.title += recipe.long_title_tail;
    if (random.happens(recipe.local_title_per_mille)) product.title_local = fill(product.kind->title_local, product, words, true);
    const auto& sentences = product.kind->sentences;
    const auto first = sentences.empty() ? 0 : random.below(sentences.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(3, sentences.size()); ++i) {
        if (i > 0) product.description += ' ';
        product.description += fill(sentences[(first + i) % sentences.size()], product, words, false);
    }
    for (const auto& tag : recipe.tags) {
        if (!random.happens(static_cast<std::uint64_t>(tag.factor_per_mille))) continue;
        product.tags += product.tags.empty() ? "" : "|";
        product.tags += tag.text;
    }
    product.status = random.happens(recipe.draft_per_mille) ? "draft" : "active";
}

}  // namespace

SampleProduct sample_product(const SampleRecipe& recipe, std::uint64_t index, std::uint64_t seed) {
    SampleRandom random(seed, index);
    SampleProduct product;
    product.kind = &choose_kind(recipe, random);
    const auto& kind = *product.kind;
    const auto words = choose_words(recipe, kind, random);
    product.has_options = !kind.options.empty() && random.happens(recipe.variants_per_mille);
    write_texts(recipe, product, words, index, random);

    constexpr std::array<std::int64_t, 6> percents_off{10, 15, 20, 25, 30, 40};
    const auto percent_off = random.happens(recipe.sale_per_mille) ? percents_off[random.below(percents_off.size())] : 0;
    const bool has_barcodes = random.happens(recipe.barcode_per_mille);
    const auto base = base_price(kind, random);
    const auto number = base36(index, 'A');
    const auto sku = recipe.sku_prefix + "-" + std::string(6 - std::min<std::size_t>(6, number.size()), '0') + number;
    std::vector<Words> all_words{words};
    if (product.has_options) all_words = choose_variants(recipe, kind, words, random);
    for (auto& chosen : all_words) {
        SampleVariant variant;
        const auto place = product.variants.size();
        variant.sku = product.has_options ? sku + "-" + std::to_string(place + 1) : sku;
        if (has_barcodes) variant.barcode = barcode_of(index, place);
        variant.price_minor = price_of(recipe, kind, chosen, base);
        if (percent_off > 0) variant.compare_at_price_minor = to_price_point(recipe, variant.price_minor * 100 / (100 - percent_off));
        if (variant.compare_at_price_minor <= variant.price_minor) variant.compare_at_price_minor = 0;
        variant.stock = stock_of(recipe, kind, random);
        variant.weight_grams = kind.weight_grams;
        variant.words = std::move(chosen);
        product.variants.push_back(std::move(variant));
    }
    return product;
}

}  // namespace vitrine::imports
