#include "modules/search/taxonomy.h"

#include <algorithm>

namespace vitrine::search {

Taxonomy::Taxonomy(const std::vector<catalog::CategoryRow>& categories, const std::vector<catalog::AttributeRow>& attributes) {
    for (const auto& row : categories) {
        auto index = std::uint32_t(categories_.size());
        by_id_[row.id] = index;
        by_slug_[row.slug] = index;
        categories_.push_back({row.id, row.slug, row.name, row.name_local.value_or(""), none, {}});
    }
    for (std::uint32_t i = 0; i < categories.size(); ++i) {
        auto parent = categories[i].parent ? find(*categories[i].parent) : none;
        categories_[i].parent = parent;
        (parent == none ? roots_ : categories_[parent].children).push_back(i);
    }
    for (const auto& row : attributes) {
        attributes_[row.code] = {row.name, row.is_facet, attributes_.size(), row.kind, row.unit.value_or(""), row.is_searchable, row.allowed};
        if (!row.is_searchable) unsearched_.push_back(row.code);
    }
}

std::uint32_t Taxonomy::find(catalog::CategoryId id) const {
    auto found = by_id_.find(id);
    return found == by_id_.end() ? none : found->second;
}
std::uint32_t Taxonomy::find_slug(std::string_view slug) const {
    auto found = by_slug_.find(slug);
    return found == by_slug_.end() ? none : found->second;
}

std::vector<std::uint32_t> Taxonomy::path(std::uint32_t category) const {
    std::vector<std::uint32_t> up;
    // The database does not forbid a circle of three; a path is never longer than the list.
    for (; category != none && up.size() < categories_.size(); category = categories_[category].parent) up.push_back(category);
    std::ranges::reverse(up);
    return up;
}

std::vector<std::uint32_t> Taxonomy::subtree(std::uint32_t category) const {
    std::vector<std::uint32_t> all{category};
    for (size_t i = 0; i < all.size() && all.size() <= categories_.size(); ++i)
        all.insert(all.end(), categories_[all[i]].children.begin(), categories_[all[i]].children.end());
    return all;
}

std::string Taxonomy::words(catalog::CategoryId id) const {
    std::string out;
    for (auto category : path(find(id))) out += categories_[category].name + " " + categories_[category].name_local + " ";
    return out;
}

std::string Taxonomy::attribute_name(std::string_view code) const {
    auto found = attributes_.find(code);
    if (found != attributes_.end()) return found->second.name;
    std::string name(code);
    std::ranges::replace(name, '_', ' ');
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = char(name[0] - 'a' + 'A');
    return name;
}
bool Taxonomy::is_facet(std::string_view code) const {
    auto found = attributes_.find(code);
    return found == attributes_.end() || found->second.is_facet;
}
std::string_view Taxonomy::attribute_kind(std::string_view code) const {
    auto found = attributes_.find(code);
    return found == attributes_.end() ? "text" : std::string_view(found->second.kind);
}
std::string_view Taxonomy::attribute_unit(std::string_view code) const {
    auto found = attributes_.find(code);
    return found == attributes_.end() ? std::string_view() : std::string_view(found->second.unit);
}
const std::vector<std::string>& Taxonomy::allowed(std::string_view code) const {
    static const std::vector<std::string> anything;
    auto found = attributes_.find(code);
    return found == attributes_.end() ? anything : found->second.allowed;
}
size_t Taxonomy::attribute_position(std::string_view code) const {
    auto found = attributes_.find(code);
    return found == attributes_.end() ? attributes_.size() : found->second.position;
}

}  // namespace vitrine::search
