#include "modules/storefront/theme.h"

#include <optional>

#include "core/shape.h"

namespace vitrine::storefront {
namespace {

struct NavigationEntry {
    std::string title;
    std::optional<std::string> link, category;
};
SHAPE(NavigationEntry, title, link, category)
struct ShelfEntry {
    std::string title, source;
    std::optional<std::int64_t> count;
    std::optional<std::string> link;
};
SHAPE(ShelfEntry, title, source, count, link)

/// One member of the theme; empty when it is missing or not of this shape, because a theme is written by people.
template <class T>
std::vector<T> entries(const stores::Store& store, const std::string& member) {
    auto theme = read_json<std::map<std::string, RawJson>>(store.theme.text);
    if (!theme || !theme->contains(member)) return {};
    return read_json<std::vector<T>>((*theme)[member].text).value_or(std::vector<T>{});
}

html::Data link(std::string_view label, const std::string& href, std::string_view path) {
    return html::Data{{"label", label}, {"href", href}, {"current", href == path}};
}

}  // namespace

html::List navigation(const stores::Store& store, const search::Snapshot& snapshot, std::string_view path) {
    html::List list;
    for (const auto& entry : entries<NavigationEntry>(store, "navigation"))
        if (entry.link || entry.category) list.push_back(link(entry.title, entry.link ? *entry.link : "/c/" + *entry.category, path));
    if (list.empty())
        for (const auto& category : snapshot.categories()) list.push_back(link(category.name, "/c/" + category.slug, path));
    return list;
}

std::vector<Shelf> shelves(const stores::Store& store) {
    std::vector<Shelf> list;
    for (auto& entry : entries<ShelfEntry>(store, "shelf"))
        list.push_back({entry.title, entry.source, size_t(std::clamp<std::int64_t>(entry.count.value_or(12), 1, 24)), entry.link.value_or("")});
    if (list.empty()) list = {{"Best sellers", "popular", 12, ""}, {"New arrivals", "newest", 12, ""}};
    return list;
}

}  // namespace vitrine::storefront
