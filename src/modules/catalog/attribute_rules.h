#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "modules/catalog/api.h"
#include "modules/catalog/values.h"

namespace vitrine::catalog {

/// What the goods of a store may and must say about themselves: definitions, sets, and which categories have which sets. Pure once read.
class AttributeRules {
public:
    AttributeRules() = default;
    /// `tree`: all categories, or only the paths of those that will be asked about.
    AttributeRules(std::vector<AttributeRow> definitions, const std::vector<SetMember>& members, const std::vector<CategorySet>& sets,
                   const std::vector<CategoryRow>& tree);

    const AttributeRow* find(std::string_view code) const;   ///< null: the store has no such attribute
    const std::vector<AttributeRow>& definitions() const { return definitions_; }
    CategoryId category(std::string_view slug) const;        ///< nil: not in the tree that was read
    /// Attributes in no set stand anywhere; others where the category, or one above it, has such a set.
    bool may_stand(std::string_view code, CategoryId category) const;
    /// The codes that goods of this category need before they can be submitted.
    std::vector<std::string> required(CategoryId category) const;
    /// Those of `required` that are in neither map.
    std::vector<std::string> missing(CategoryId category, const std::map<std::string, std::string>& product,
                                     const std::vector<std::map<std::string, std::string>>& variants) const;
    /// Reads a value given as JSON. Adds faults at `pointer` (attr.unknown, attr.not_of_category and those of read_value); then gives nothing.
    std::optional<std::string> read(std::string_view code, const RawJson& json, CategoryId category, const std::string& pointer, std::vector<Fault>& faults) const;

private:
    struct Membership {
        bool is_required = false;
    };
    std::map<std::string, Membership, std::less<>> applicable(CategoryId category) const;

    std::vector<AttributeRow> definitions_;
    std::map<std::string, size_t, std::less<>> by_code_;
    std::map<AttributeSetId, std::vector<SetMember>> members_;
    std::map<CategoryId, std::vector<AttributeSetId>> sets_;
    std::map<CategoryId, std::optional<CategoryId>> parents_;
    std::map<std::string, CategoryId, std::less<>> by_slug_;
};

/// Reads the rules that goods of these categories need: their paths, not the whole tree. One round trip together with what is queued.
struct QueuedRules {
    pg::Later<std::vector<AttributeRow>> definitions;
    pg::Later<std::vector<SetMember>> members;
    pg::Later<std::vector<CategorySet>> sets;
    pg::Later<std::vector<CategoryRow>> tree;
    AttributeRules rules() const { return AttributeRules(*definitions, *members, *sets, *tree); }
};
/// The whole tree.
QueuedRules queue_rules(pg::Tx& tx);
/// With the path of one category only: named by slug or id.
QueuedRules queue_rules(pg::Tx& tx, const std::string& category_slug, std::optional<CategoryId> category);

}  // namespace vitrine::catalog
