#include <set>

#include "modules/storefront/layout.h"
#include "modules/storefront/look.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/photo.h"
#include "modules/storefront/pictures.h"
#include "modules/storefront/shelf.h"
#include "modules/storefront/show.h"
#include "modules/storefront/theme.h"

namespace vitrine::storefront {
namespace {

constexpr std::size_t least_on_a_shelf = 4;
constexpr std::size_t most_tiles = 12, hero_row = 4, most_in_hero = 8, looked_through = 40;
constexpr auto fresh_for = 60s;

/// What the most popular of a category's goods show that show anything; nothing while all are drawings.
std::optional<media::Picture> picture_of_goods(const search::Snapshot& snapshot, const std::string& category) {
    for (const auto& card : snapshot.search({.category_slug = category, .sort = search::Sort::popularity, .limit = looked_through, .facets = false}).items)
        if (card.picture) return card.picture;
    return {};
}

html::List tiles(const Page& page, const std::vector<search::CategoryNode>& categories) {
    html::List list;
    for (const auto& category : categories) {
        if (category.count == 0 || list.size() == most_tiles) continue;
        html::Members tile{{"href", "/c/" + category.slug}, {"label", category.name}, {"count_text", counted(category.count, "item", "items")}};
        add_picture(tile, category.slug, "", category.slug);
        add_photo(tile, picture_of_goods(*page.snapshot, category.slug), category.name, page.store->language, media_base(page), in_card);
        list.push_back(std::move(tile));
    }
    return list;
}

/// Two rows of four, or one: categories first, then goods whose drawings are not there yet. A row that is not full is left out.
html::List hero_tiles(const Page& page, const std::vector<search::CategoryNode>& categories) {
    html::List list;
    std::set<std::string_view> drawn;
    auto add = [&](const std::string& category, const std::string& title, const std::string& slug, const std::optional<media::Picture>& picture) {
        if (list.size() == most_in_hero) return;
        drawn.insert(picture_of(category, title, slug).art);
        html::Members tile;
        add_picture(tile, category, title, slug);
        tile["tone"] = int(list.size());
        add_photo(tile, picture, title, page.store->language, media_base(page), in_card);
        list.push_back(std::move(tile));
    };
    auto add_node = [&](const search::CategoryNode& node) { add(node.slug, "", node.slug + "/hero", picture_of_goods(*page.snapshot, node.slug)); };
    for (const auto& category : categories) add_node(category.children.empty() ? category : category.children.front());
    for (const auto& category : categories)
        if (category.children.size() > 1) add_node(category.children[1]);
    if (list.size() % hero_row != 0)
        for (const auto& card : page.snapshot->search({.sort = search::Sort::popularity, .limit = 60, .facets = false}).items)
            if (!drawn.contains(picture_of(card.category_slug, card.title, card.slug).art)) add(card.category_slug, card.title, card.slug, card.picture);
    if (list.size() > hero_row) list.resize(list.size() / hero_row * hero_row);
    return list;
}

html::Data hero(const Page& page, const Look& look, const std::vector<search::CategoryNode>& categories) {
    html::Data second = html::Data{{"href", "/search?sort=newest"}, {"label", "See what is new"}};
    auto text = look.hero_text.empty() ? counted(std::int64_t(page.snapshot->size()), "article", "articles") + " in one place. Real stock, fair delivery, and no account needed to buy." : look.hero_text;
    return html::Data{{"title", look.hero_title.empty() ? page.store->name : look.hero_title},
                      {"text", text},
                      {"href", look.hero_link.empty() ? "/deals" : look.hero_link},
                      {"label", look.hero_label.empty() ? "Shop deals" : look.hero_label},
                      {"second", second},
                      {"tiles", hero_tiles(page, categories)}};
}

html::List shelf_list(const Page& page) {
    html::List list;
    for (const auto& shelf : shelves(*page.store)) {
        auto found = products_of(page, shelf.source, shelf.count);
        if (found.size() < least_on_a_shelf) continue;
        list.push_back(html::Data{{"id", "shelf-" + std::to_string(list.size() + 1)},
                                  {"label", shelf.title},
                                  {"href", shelf.link.empty() ? link_of(shelf.source) : shelf.link},
                                  {"cards", cards(found, *page.store, "/", media_base(page))}});
    }
    return list;
}

std::string website_json(const Page& page) {
    std::string json = R"({"@context":"https://schema.org","@type":"WebSite","name":)";
    shape::write_string(json, page.store->name);
    json += R"(,"url":)";
    shape::write_string(json, public_base(page) + "/");
    json += R"(,"potentialAction":{"@type":"SearchAction","target":)";
    shape::write_string(json, public_base(page) + "/search?q={search_term_string}");
    return json + R"(,"query-input":"required name=search_term_string"}})";
}

}  // namespace

Task<Result<http::Response>> home(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return respond_cached(page, "home", "/", page.snapshot->version(), fresh_for, [&] {
        auto categories = page.snapshot->categories();
        auto data = layout(page, {.title = page.store->name + ": shop online",
                                  .description = page.store->name + ": " + counted(std::int64_t(page.snapshot->size()), "article", "articles") + ", delivered to your door.",
                                  .canonical_path = "/",
                                  .json_ld = {website_json(page)}});
        data["hero"] = hero(page, *app.site->look(*page.store), categories);
        auto of_categories = tiles(page, categories);
        data["tile_count"] = std::to_string(of_categories.size());  // known before the tiles arrive: the grid does not change while they do
        data["tiles"] = std::move(of_categories);
        data["shelves"] = shelf_list(page);
        return data;
    });
}

}  // namespace vitrine::storefront
