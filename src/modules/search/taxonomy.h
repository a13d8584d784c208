#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "modules/catalog/api.h"
#include "modules/search/columns.h"

namespace vitrine::search {

/// A store's category tree and the names of its attributes. Small; made anew when any of it changes.
class Taxonomy {
public:
    static constexpr std::uint32_t none = ~0u;
    struct Category {
        catalog::CategoryId id;
        std::string slug, name, name_local;
        std::uint32_t parent = none;
        std::vector<std::uint32_t> children;
    };
    struct Attribute {
        std::string name;
        bool is_facet = true;
        size_t position = 0;
        std::string kind = "text", unit;
        bool is_searchable = true;
        std::vector<std::string> allowed;                               ///< of choices, in the order the store gives them
    };

    Taxonomy() = default;
    Taxonomy(const std::vector<catalog::CategoryRow>& categories, const std::vector<catalog::AttributeRow>& attributes);

    const std::vector<Category>& categories() const { return categories_; }
    const std::vector<std::uint32_t>& roots() const { return roots_; }
    std::uint32_t find(catalog::CategoryId id) const;
    std::uint32_t find_slug(std::string_view slug) const;
    std::vector<std::uint32_t> path(std::uint32_t category) const;      ///< from the root down, itself last
    std::vector<std::uint32_t> subtree(std::uint32_t category) const;   ///< itself first
    std::string words(catalog::CategoryId id) const;                    ///< all names on its path, for the word index
    std::string attribute_name(std::string_view code) const;            ///< the code made readable when the store does not name it
    bool is_facet(std::string_view code) const;
    size_t attribute_position(std::string_view code) const;
    std::string_view attribute_kind(std::string_view code) const;       ///< "text" when the store does not say
    std::string_view attribute_unit(std::string_view code) const;       ///< empty: none
    bool is_number(std::string_view code) const { return attribute_kind(code) == "number"; }
    const std::vector<std::string>& allowed(std::string_view code) const;  ///< empty: anything
    const std::vector<std::string>& unsearched() const { return unsearched_; }  ///< codes of attributes that words are not looked for in

private:
    std::vector<Category> categories_;
    std::vector<std::uint32_t> roots_;
    std::unordered_map<catalog::CategoryId, std::uint32_t> by_id_;
    TextMap<std::uint32_t> by_slug_;
    TextMap<Attribute> attributes_;
    std::vector<std::string> unsearched_;
};

}  // namespace vitrine::search
