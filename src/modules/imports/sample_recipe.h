#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::imports {

/// A word with what else it decides: "Pack of 10|دس کا پیک*8.5" is the word, its local form and what it does to a price.
struct SampleWord {
    std::string text;
    std::string local;                          ///< the text itself when the recipe gives none
    std::int64_t factor_per_mille = 1000;
};

struct SampleCategory {
    std::string slug;
    std::string name;
    std::string name_local;
    std::string parent;                         ///< slug, empty at the top; parents come before children
};

/// A title such as "{brand} Gel Pen[, {colour}]" in pieces. A piece in brackets is left out when one of its words has
/// become an option of the product.
struct SampleTemplate {
    struct Piece {
        std::string text;
        std::vector<std::size_t> lists;         ///< word lists named in it
        bool is_optional = false;
    };
    std::vector<Piece> pieces;
};

/// What the goods say about themselves; the recipe's words are its values.
struct SampleAttribute {
    std::string code, name;                     ///< name empty: made of the code
    std::string kind = "text";                  ///< as the catalog knows them: number, choice, dimension …
    std::string unit;
    std::string cut;                            ///< the end of the words that is no part of the value: " ct"
    bool is_facet = true;
    std::vector<std::string> allowed;           ///< of choices: every word, in the order of its list
};

/// One kind of thing the shop sells.
struct SampleKind {
    std::string name;
    std::string category;
    SampleTemplate title;
    SampleTemplate title_local;
    std::vector<SampleTemplate> sentences;
    std::size_t brand = 0;                      ///< the list of brands
    std::vector<std::size_t> lists;             ///< every list the kind picks from, in a fixed order
    std::vector<std::pair<std::string, std::size_t>> attributes;    ///< attribute name, list
    std::vector<std::pair<std::size_t, std::size_t>> options;       ///< option column, list
    std::int64_t price_from_minor = 0;
    std::int64_t price_to_minor = 0;
    std::int64_t stock_most = 0;
    std::int64_t weight_grams = 0;
    std::uint64_t share = 1;                    ///< how often it comes, among all kinds
};

/// Everything the generator needs to know about a preset; read from presets/*/recipe.toml.
struct SampleRecipe {
    std::string sku_prefix;
    std::string currency;
    std::int64_t price_step_minor = 100;        ///< prices are multiples of it …
    std::int64_t price_below_minor = 0;         ///< … less this: 1000 and 100 make "249.00"
    std::uint64_t variants_per_mille = 0;       ///< products with variants, of those that have options
    std::uint64_t sale_per_mille = 0;
    std::uint64_t local_title_per_mille = 0;
    std::uint64_t long_title_per_mille = 0;
    std::uint64_t barcode_per_mille = 0;
    std::uint64_t draft_per_mille = 0;
    std::uint64_t sold_out_per_mille = 0;
    std::string long_title_tail;
    std::vector<std::string> options;           ///< option names, three at most
    std::vector<SampleAttribute> attributes;    ///< those the recipe describes in its order, then the rest by code, as text
    std::vector<SampleWord> tags;
    std::vector<SampleCategory> categories;
    std::vector<std::string> list_names;
    std::vector<std::vector<SampleWord>> lists;
    std::vector<SampleKind> kinds;
};

/// Reads recipe.toml. Throws std::runtime_error with the name of what is wrong: recipes are part of the program.
SampleRecipe read_sample_recipe(std::string_view toml);

}  // namespace vitrine::imports
