#include "modules/storefront/layout.h"
#include "modules/storefront/look.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/shelf.h"
#include "modules/storefront/show.h"
#include "modules/storefront/theme.h"

namespace vitrine::storefront {
namespace {

constexpr std::size_t least_on_a_shelf = 4;
constexpr std::size_t most_tiles = 12;
constexpr auto fresh_for = 60s;

html::List tiles(const std::vector<search::CategoryNode>& categories) {
    html::List list;
    for (const auto& category : categories) {
        if (category.count == 0 || list.size() == most_tiles) continue;
        html::Members tile{{"href", "/c/" + category.slug}, {"label", category.name}, {"count_text", counted(category.count, "item", "items")}};
        add_picture(tile, category.slug, "", category.slug);
        list.push_back(std::move(tile));
    }
    return list;
}

html::List hero_tiles(const std::vector<search::CategoryNode>& categories) {
    html::List list;
    auto add = [&](const search::CategoryNode& node) {
        if (list.size() == 8) return;
        html::Members tile;
        add_picture(tile, node.slug, "", node.slug + "/hero");
        tile["tone"] = int(list.size());
        list.push_back(std::move(tile));
    };
    for (const auto& category : categories) add(category.children.empty() ? category : category.children.front());
    for (const auto& category : categories)
        if (category.children.size() > 1) add(category.children[1]);
    return list;
}

html::Data hero(const stores::Store& store, const Look& look, const search::Snapshot& snapshot, const std::vector<search::CategoryNode>& categories) {
    html::Data second = html::Data{{"href", "/search?sort=newest"}, {"label", "See what is new"}};
    auto text = look.hero_text.empty() ? counted(std::int64_t(snapshot.size()), "article", "articles") + " in one place. Real stock, fair delivery, and no account needed to buy." : look.hero_text;
    return html::Data{{"title", look.hero_title.empty() ? store.name : look.hero_title},
                      {"text", text},
                      {"href", look.hero_link.empty() ? "/deals" : look.hero_link},
                      {"label", look.hero_label.empty() ? "Shop deals" : look.hero_label},
                      {"second", second},
                      {"tiles", hero_tiles(categories)}};
}

html::List shelf_list(const Page& page) {
    html::List list;
    for (const auto& shelf : shelves(*page.store)) {
        auto found = products_of(page, shelf.source, shelf.count);
        if (found.size() < least_on_a_shelf) continue;
        list.push_back(html::Data{{"id", "shelf-" + std::to_string(list.size() + 1)},
                                  {"label", shelf.title},
                                  {"href", shelf.link.empty() ? link_of(shelf.source) : shelf.link},
                                  {"cards", cards(found, *page.store, "/")}});
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
        data["hero"] = hero(*page.store, look_of(*page.store, app.site->files()), *page.snapshot, categories);
        data["tiles"] = tiles(categories);
        data["shelves"] = shelf_list(page);
        return data;
    });
}

}  // namespace vitrine::storefront
