#include "modules/imports/category_book.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "modules/imports/mend.h"

namespace vitrine::imports {
namespace {

constexpr std::string_view unsorted_slug = "uncategorised", unsorted_name = "Uncategorised";

std::string name_of_slug(std::string_view slug) {
    std::string name(slug);
    std::ranges::replace(name, '-', ' ');
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = char(name[0] - 'a' + 'A');
    return name;
}

}  // namespace

CategoryBook::CategoryBook(const std::vector<catalog::CategoryRow>& rows, bool may_make, std::string fallback) : may_make_(may_make), fallback_(std::move(fallback)) {
    std::map<catalog::CategoryId, std::string> slugs;
    for (const auto& row : rows) slugs.emplace(row.id, row.slug);
    for (const auto& row : rows) note(row.parent ? slugs[*row.parent] : std::string(), row.name, row.slug);
}

void CategoryBook::note(const std::string& parent, const std::string& name, const std::string& slug) {
    slugs_.insert(slug);
    by_place_.emplace(std::pair{parent, lower_ascii(name)}, slug);
    auto [known, is_new] = by_name_.emplace(lower_ascii(name), slug);
    if (!is_new) known->second.clear();
}

bool CategoryBook::has(std::string_view slug) {
    if (slugs_.contains(slug)) return true;
    if (!may_make_ || !Slug::parse(slug)) return false;
    planned_.push_back({std::string(slug), mend::shortened(name_of_slug(slug), 120), {}, {}, std::int32_t(slugs_.size())});
    note({}, planned_.back().name, planned_.back().slug);
    return true;
}

const std::string* CategoryBook::child(const std::string& parent, const std::string& name) const {
    auto found = by_place_.find({parent, lower_ascii(name)});
    return found == by_place_.end() ? nullptr : &found->second;
}

std::string CategoryBook::slug_of(const std::vector<std::string>& path) {
    if (path.empty()) {
        if (!fallback_.empty() || !may_make_) return fallback_;
        return slug_of({std::string(unsorted_name)});
    }
    std::string parent;
    for (const auto& name : path) {
        auto* known = child(parent, name);
        // "Hoodies" alone may mean the only category of that name, wherever it stands.
        if (!known && path.size() == 1)
            if (auto anywhere = by_name_.find(lower_ascii(name)); anywhere != by_name_.end() && !anywhere->second.empty()) known = &anywhere->second;
        parent = known ? *known : plan(parent, name);
    }
    return parent;
}

/// The name's slug; taken: with the parent's before it; still taken: numbered.
std::string CategoryBook::plan(const std::string& parent, const std::string& name) {
    auto place = std::pair{parent, lower_ascii(name)};
    if (auto refused = refused_.find(place); refused != refused_.end()) return refused->second;
    auto own = name == unsorted_name ? std::string(unsorted_slug) : mend::slug(name);
    if (own.empty()) own = "category";
    auto slug = own;
    if (slugs_.contains(slug) && !parent.empty()) slug = (parent + "-" + own).substr(0, 110);
    while (slug.ends_with('-')) slug.pop_back();
    for (int number = 2; slugs_.contains(slug); ++number) slug = own.substr(0, 110) + "-" + std::to_string(number);
    if (!may_make_) {
        refused_.emplace(place, slug);
        return slug;
    }
    planned_.push_back({slug, name, {}, parent.empty() ? std::nullopt : std::optional(parent), std::int32_t(slugs_.size())});
    note(parent, name, slug);
    return slug;
}

std::vector<catalog::CategoryInput> CategoryBook::take_planned() { return std::exchange(planned_, {}); }

}  // namespace vitrine::imports
