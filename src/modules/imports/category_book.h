#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "modules/catalog/api.h"

namespace vitrine::imports {

/// The categories of the store while a file is read: finds them by slug or by the path of their names, and plans those that are missing when an
/// import may make them. Repeatable: the same file and the same store give the same plan.
class CategoryBook {
public:
    CategoryBook() = default;
    /// `fallback` is the slug for products that name no category; empty: such products are faulty, unless categories may be made.
    CategoryBook(const std::vector<catalog::CategoryRow>& rows, bool may_make, std::string fallback);

    /// Whether the category is there or will be made.
    bool has(std::string_view slug);
    /// The slug of "Clothing", "Hoodies"; of a path that is missing and may not be made the slug it would get.
    std::string slug_of(const std::vector<std::string>& path);
    /// What was planned since the last call, parents first.
    std::vector<catalog::CategoryInput> take_planned();

private:
    const std::string* child(const std::string& parent, const std::string& name) const;
    std::string plan(const std::string& parent, const std::string& name);
    void note(const std::string& parent, const std::string& name, const std::string& slug);

    std::map<std::pair<std::string, std::string>, std::string> by_place_;   ///< (slug of the parent or empty, name in small letters) to slug
    std::set<std::string, std::less<>> slugs_;
    std::map<std::string, std::string> by_name_;                            ///< name in small letters to slug, where only one has it; else to nothing
    std::map<std::pair<std::string, std::string>, std::string> refused_;    ///< slugs of what may not be made
    std::vector<catalog::CategoryInput> planned_;
    bool may_make_ = false;
    std::string fallback_;
};

}  // namespace vitrine::imports
