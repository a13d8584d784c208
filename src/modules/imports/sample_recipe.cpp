#include "modules/imports/sample_recipe.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <toml++/toml.h>

namespace vitrine::imports {
namespace {

[[noreturn]] void refuse(std::string_view what) { throw std::runtime_error("recipe: " + std::string(what)); }

std::string text_of(const toml::table& table, std::string_view key, std::string fallback = {}) {
    return table[key].value_or(std::move(fallback));
}

std::int64_t number_of(const toml::table& table, std::string_view key, std::int64_t fallback) {
    return table[key].value_or(fallback);
}

std::uint64_t per_mille(const toml::table& table, std::string_view key) {
    const auto value = number_of(table, key, 0);
    if (value < 0 || value > 1000) refuse(std::string(key) + " is 0 to 1000");
    return static_cast<std::uint64_t>(value);
}

/// "8.5" to 8500. Digits after the third are refused, so nothing is rounded.
std::int64_t read_factor(std::string_view text) {
    const auto point = text.find('.');
    auto fraction = std::string(point == std::string_view::npos ? "" : text.substr(point + 1));
    if (fraction.size() > 3) refuse("a factor has three decimals at most: " + std::string(text));
    fraction.resize(3, '0');
    return std::stoll(std::string(text.substr(0, point)) + fraction);
}

SampleWord read_word(std::string_view text) {
    SampleWord word;
    const auto star = text.rfind('*');
    if (star != std::string_view::npos) word.factor_per_mille = read_factor(text.substr(star + 1));
    text = text.substr(0, star);
    const auto bar = text.find('|');
    word.text = text.substr(0, bar);
    word.local = bar == std::string_view::npos ? word.text : text.substr(bar + 1);
    return word;
}

std::vector<SampleWord> read_words(const toml::array* array, std::string_view name) {
    if (array == nullptr || array->empty()) refuse("no words in " + std::string(name));
    std::vector<SampleWord> words;
    for (const auto& node : *array) words.push_back(read_word(node.value<std::string_view>().value_or("")));
    return words;
}

std::size_t list_named(const SampleRecipe& recipe, std::string_view name) {
    const auto found = std::ranges::find(recipe.list_names, name);
    if (found == recipe.list_names.end()) refuse("no word list " + std::string(name));
    return static_cast<std::size_t>(found - recipe.list_names.begin());
}

/// Cuts at brackets and notes the lists between braces; the braces stay in the text as \x01 and the place in `lists`.
SampleTemplate read_template(const SampleRecipe& recipe, std::string_view text) {
    SampleTemplate made;
    SampleTemplate::Piece piece;
    auto end_piece = [&](bool next_is_optional) {
        if (!piece.text.empty()) made.pieces.push_back(std::move(piece));
        piece = {.text = {}, .lists = {}, .is_optional = next_is_optional};
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '[' || text[i] == ']') {
            end_piece(text[i] == '[');
        } else if (text[i] == '{') {
            const auto close = text.find('}', i);
            if (close == std::string_view::npos) refuse("a brace is not closed in " + std::string(text));
            piece.lists.push_back(list_named(recipe, text.substr(i + 1, close - i - 1)));
            piece.text += '\x01';
            i = close;
        } else {
            piece.text += text[i];
        }
    }
    end_piece(false);
    return made;
}

void note_lists(SampleKind& kind, const SampleTemplate& made) {
    for (const auto& piece : made.pieces) kind.lists.insert(kind.lists.end(), piece.lists.begin(), piece.lists.end());
}

void read_attributes(const SampleRecipe& recipe, const toml::table& table, SampleKind& kind) {
    if (const auto* attributes = table["attrs"].as_array()) {
        for (const auto& node : *attributes) {
            // "name" or "name=list" when the list has another name.
            const auto text = node.value<std::string_view>().value_or("");
            const auto equals = text.find('=');
            const auto name = text.substr(0, equals);
            const auto list = list_named(recipe, equals == std::string_view::npos ? name : text.substr(equals + 1));
            kind.attributes.emplace_back(name, list);
            kind.lists.push_back(list);
        }
    }
}

void read_options(const SampleRecipe& recipe, const toml::table& table, SampleKind& kind) {
    const auto* options = table["options"].as_table();
    if (options == nullptr) return;
    for (const auto& [name, list] : *options) {
        const auto column = std::ranges::find(recipe.options, name.str());
        if (column == recipe.options.end()) refuse("no option " + std::string(name.str()));
        const auto index = list_named(recipe, list.value<std::string_view>().value_or(""));
        kind.options.emplace_back(static_cast<std::size_t>(column - recipe.options.begin()), index);
        kind.lists.push_back(index);
    }
    std::ranges::sort(kind.options);
}

SampleKind read_kind(const SampleRecipe& recipe, const toml::table& table) {
    SampleKind kind;
    kind.name = text_of(table, "name");
    kind.category = text_of(table, "category");
    if (std::ranges::find(recipe.categories, kind.category, &SampleCategory::slug) == recipe.categories.end())
        refuse("no category " + kind.category);
    kind.title = read_template(recipe, text_of(table, "title"));
    kind.title_local = read_template(recipe, text_of(table, "title_local"));
    if (const auto* sentences = table["sentences"].as_array()) {
        for (const auto& node : *sentences) kind.sentences.push_back(read_template(recipe, node.value_or(std::string())));
    }
    kind.brand = list_named(recipe, text_of(table, "brands", "brand"));
    kind.lists.push_back(kind.brand);
    note_lists(kind, kind.title);
    note_lists(kind, kind.title_local);
    for (const auto& sentence : kind.sentences) note_lists(kind, sentence);
    read_attributes(recipe, table, kind);
    read_options(recipe, table, kind);
    std::ranges::sort(kind.lists);
    kind.lists.erase(std::ranges::unique(kind.lists).begin(), kind.lists.end());
    kind.price_from_minor = table["price_minor"][0].value_or(std::int64_t{0});
    kind.price_to_minor = table["price_minor"][1].value_or(std::int64_t{0});
    if (kind.price_from_minor <= 0 || kind.price_to_minor < kind.price_from_minor) refuse("price band of " + kind.name);
    kind.stock_most = number_of(table, "stock_most", 200);
    kind.weight_grams = number_of(table, "weight_grams", 100);
    kind.share = static_cast<std::uint64_t>(number_of(table, "share", 10));
    return kind;
}

/// The words that the kinds have for an attribute, each once.
std::vector<std::string> words_of(const SampleRecipe& recipe, std::string_view code) {
    std::vector<std::string> words;
    std::set<std::size_t> seen;
    for (const auto& kind : recipe.kinds)
        for (const auto& [name, list] : kind.attributes) {
            if (name != code || !seen.insert(list).second) continue;
            for (const auto& word : recipe.lists[list])
                if (std::ranges::find(words, word.text) == words.end()) words.push_back(word.text);
        }
    return words;
}

SampleAttribute read_attribute(const SampleRecipe& recipe, const toml::table& table, const std::set<std::string>& used) {
    SampleAttribute attribute{.code = text_of(table, "code"), .name = text_of(table, "name"), .kind = text_of(table, "kind", "text"), .unit = text_of(table, "unit"), .cut = {}, .allowed = {}};
    if (!used.contains(attribute.code)) refuse("no kind has the attribute " + attribute.code);
    attribute.cut = text_of(table, "cut", attribute.unit.empty() ? "" : " " + attribute.unit);
    attribute.is_facet = table["facet"].value_or(true);
    if (attribute.kind == "choice") attribute.allowed = words_of(recipe, attribute.code);
    return attribute;
}

void read_shares(const toml::table& table, SampleRecipe& recipe) {
    recipe.variants_per_mille = per_mille(table, "variants_per_mille");
    recipe.sale_per_mille = per_mille(table, "sale_per_mille");
    recipe.local_title_per_mille = per_mille(table, "local_title_per_mille");
    recipe.long_title_per_mille = per_mille(table, "long_title_per_mille");
    recipe.barcode_per_mille = per_mille(table, "barcode_per_mille");
    recipe.draft_per_mille = per_mille(table, "draft_per_mille");
    recipe.sold_out_per_mille = per_mille(table, "sold_out_per_mille");
}

}  // namespace

SampleRecipe read_sample_recipe(std::string_view toml_text) {
    const auto table = toml::parse(toml_text);
    SampleRecipe recipe;
    recipe.sku_prefix = text_of(table, "sku_prefix", "SKU");
    recipe.currency = text_of(table, "currency");
    recipe.price_step_minor = number_of(table, "price_step_minor", 100);
    recipe.price_below_minor = number_of(table, "price_below_minor", 0);
    recipe.long_title_tail = text_of(table, "long_title_tail");
    read_shares(table, recipe);
    if (const auto* options = table["options"].as_array()) {
        for (const auto& node : *options) recipe.options.push_back(node.value_or(std::string()));
    }
    recipe.tags = read_words(table["tags"].as_array(), "tags");
    if (const auto* words = table["words"].as_table()) {
        for (const auto& [name, list] : *words) {
            recipe.list_names.emplace_back(name.str());
            recipe.lists.push_back(read_words(list.as_array(), name.str()));
        }
    }
    if (const auto* categories = table["category"].as_array()) {
        for (const auto& node : *categories) {
            const auto& entry = *node.as_table();
            recipe.categories.push_back({text_of(entry, "slug"), text_of(entry, "name"), text_of(entry, "name_local"), text_of(entry, "parent")});
        }
    }
    std::set<std::string> used;
    if (const auto* kinds = table["kind"].as_array()) {
        for (const auto& node : *kinds) {
            recipe.kinds.push_back(read_kind(recipe, *node.as_table()));
            for (const auto& attribute : recipe.kinds.back().attributes) used.insert(attribute.first);
        }
    }
    if (recipe.kinds.empty()) refuse("no kinds");
    if (const auto* described = table["attribute"].as_array())
        for (const auto& node : *described) recipe.attributes.push_back(read_attribute(recipe, *node.as_table(), used));
    for (const auto& code : used)
        if (std::ranges::find(recipe.attributes, code, &SampleAttribute::code) == recipe.attributes.end()) recipe.attributes.push_back({.code = code, .name = {}, .unit = {}, .cut = {}, .allowed = {}});
    return recipe;
}

}  // namespace vitrine::imports
