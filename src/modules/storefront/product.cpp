#include <algorithm>

#include "core/check.h"
#include "io/html/sanitize.h"
#include "modules/search/api.h"
#include "modules/spins/api.h"
#include "modules/storefront/delivery_words.h"
#include "modules/storefront/layout.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/photo.h"
#include "modules/storefront/product_choice.h"
#include "modules/storefront/product_more.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

constexpr auto fresh_for = 60s;  // the row of related products may be as old as this
constexpr std::int64_t most_in_one_add = 99;

html::List paragraphs(std::string_view description) {
    html::List list;
    while (!description.empty()) {
        auto end = std::min(description.find('\n'), description.size());
        if (auto text = trim(description.substr(0, end)); !text.empty()) list.push_back(text);
        description.remove_prefix(std::min(end + 1, description.size()));
    }
    return list;
}

html::Data related(const Page& page, const search::ProductView& product) {
    if (product.categories.empty()) return false;
    const auto& category = product.categories.back();
    auto found = page.snapshot->search({.category_slug = category.slug, .in_stock = true, .sort = search::Sort::popularity, .limit = 7, .facets = false, .prices = page.prices}).items;
    std::erase_if(found, [&](const auto& card) { return card.id == product.id; });
    if (found.size() > 6) found.resize(6);
    if (found.size() < 3) return false;
    return html::Data{{"label", "More in " + category.name}, {"href", "/c/" + category.slug}, {"cards", cards(found, *page.store, "/p/" + product.slug, media_base(page))}};
}

std::string product_json(const Page& page, const search::ProductView& product, const search::VariantView& selected) {
    std::string json = R"({"@context":"https://schema.org","@type":"Product","name":)";
    shape::write_string(json, product.title);
    json += R"(,"sku":)";
    shape::write_string(json, selected.sku.str());
    if (!product.brand.empty()) {
        json += R"(,"brand":{"@type":"Brand","name":)";
        shape::write_string(json, product.brand);
        json += '}';
    }
    json += R"(,"description":)";
    shape::write_string(json, html::plain_text(product.description));
    json += R"(,"offers":{"@type":"Offer","price":)";
    shape::write_string(json, format_major(selected.price));
    json += R"(,"priceCurrency":)";
    shape::write_string(json, selected.price.currency.code());
    json += R"(,"availability":"https://schema.org/)" + std::string(selected.available > 0 ? "InStock" : "OutOfStock") + R"(","url":)";
    shape::write_string(json, public_base(page) + "/p/" + product.slug);
    return json + "}}";
}

std::string return_path(const search::ProductView& product, const search::VariantView& selected) {
    return "/p/" + product.slug + (product.variants.size() > 1 ? "?v=" + selected.id.text() : "");
}

std::string_view tax_note(const Page& page, const search::VariantView& selected) {
    bool includes_tax = selected.includes_tax.value_or(quotes::rules_of(page.app, page.store->id)->taxes->settings().prices_include_tax);
    return includes_tax ? "Price includes taxes." : "Price before taxes; they are added at checkout.";
}

/// "Pre-order: expected 12 Dec 2026", where an article is sold before it is there; nothing where it is there.
std::optional<std::string> coming_text(const Page& page, const search::VariantView& variant) {
    auto coming = page.snapshot->coming(variant.id);
    if (!coming || coming->in_stock > 0 || variant.available <= 0) return {};
    std::string text = coming->kind == stock::PolicyKind::pre_order ? "Pre-order" : "On back-order";
    if (!coming->expected_at) return text;
    auto day = day_and_time(*coming->expected_at, page.store->time_zone);
    return text + ": expected " + day.substr(0, day.find(','));
}

search::ProductView priced(const Page& page, const std::string& slug) {
    auto product = *page.snapshot->product(slug);
    search::reprice(product, *page.prices);
    return product;
}

/// What the product shows: that of the chosen variant first, the others below.
void add_gallery(html::Members& into, const Page& page, const search::ProductView& product, const search::VariantView& selected) {
    std::vector<media::Picture> seen, of_all;
    for (const auto& one : product.media.value_or(std::vector<media::Picture>{})) {
        bool is_seen = one.kind == media::Kind::picture || one.kind == media::Kind::drawing;
        if (is_seen && !one.variant) of_all.push_back(one);
        else if (is_seen && *one.variant == selected.id) seen.push_back(one);
    }
    seen.insert(seen.end(), of_all.begin(), of_all.end());
    into["more_pictures"] = false;
    if (seen.empty()) return;
    auto base = media_base(page);
    add_photo(into, seen.front(), product.title, page.store->language, base, on_product_page);
    html::List others;
    for (size_t i = 1; i < seen.size(); ++i) {
        html::Members other{{"whole", media::address(seen[i], "jpg", seen[i].width, false, base)}};
        add_photo(other, seen[i], product.title, page.store->language, base, below_product);
        others.push_back(std::move(other));
    }
    if (!others.empty()) into["more_pictures"] = html::Data{{"list", std::move(others)}};
}

/// The turntable, where one is published. Without scripts its first frame is a picture.
html::Data spin_of(const Page& page, const search::ProductView& product) {
    auto shown = spins::shown_of(page.store->id, product.id);
    if (!shown) return false;
    auto address = spins::address_of(page.app.config, page.store->id, product.id, *shown, page.ctx.now);
    return html::Data{{"manifest", address + "/manifest.json"}, {"poster", address + "/poster.webp"},       {"width", std::to_string(shown->width)},
                      {"height", std::to_string(shown->height)}, {"frames", std::to_string(shown->frames)}, {"spin_label", product.title}};
}

html::Members fill(const Page& page, const search::ProductView& product, const search::VariantView& selected) {
    auto plain = html::plain_text(product.description);
    auto first_line = plain.substr(0, plain.find('\n'));
    auto seo = product.seo.value_or(search::Seo{});
    auto data = layout(page, {.title = seo.title.value_or(product.title + " | " + page.store->name),
                              .description = seo.description.value_or(first_line.empty() ? product.title : first_line),
                              .canonical_path = "/p/" + product.slug,
                              .og_type = "product",
                              .price = selected.price,
                              .json_ld = {product_json(page, product, selected), breadcrumb_json(page, product.categories)},
                              .address = return_path(product, selected)});
    bool is_markup = html::is_markup(product.description);
    auto text = is_markup ? html::List{} : paragraphs(product.description);
    auto category = product.categories.empty() ? std::string() : product.categories.back().slug;
    html::Data maker = product.brand.empty() ? html::Data(false)
                                             : html::Data{{"href", "/search?filter[brand]=" + http::percent_encode(product.brand)}, {"label", product.brand}};
    html::Members members{{"title", product.title},
                          {"live", "/api/v1/products/" + product.slug + "/availability/live"},
                          {"local_title", product.title_local ? html::Data(*product.title_local) : html::Data(false)},
                          {"maker", maker},
                          {"tax_note", tax_note(page, selected)},
                          {"lowest", lowest_price(selected)},
                          {"quantity_prices", quantity_prices(selected)},
                          {"return_to", return_path(product, selected)},
                          {"variant", selected.id.text()},
                          {"max", std::to_string(product.is_unique ? 1 : std::clamp<std::int64_t>(selected.available, 1, most_in_one_add))},
                          {"choices", variant_buttons(product, selected)},
                          {"selector", option_lists(product, selected)},
                          {"delivery_text", delivery_sentence(page)},
                          {"has_description", is_markup || !text.empty()},
                          // Made safe again here: whoever wrote the column, what is shown went through the list of allowed elements.
                          {"markup", is_markup ? html::sanitize(product.description) : std::string()},
                          {"paragraphs", std::move(text)},
                          {"has_facts", true},
                          {"facts", specification(product, selected)},
                          {"bundle", bundle_contents(selected)}};
    add_price(members, selected.price, selected.compare_at_price);
    add_stock(members, selected.available, page.store->low_stock);
    if (auto text = coming_text(page, selected)) members["stock_text"] = *text, members["low"] = false;
    add_picture(members, category, product.title, product.slug);
    add_gallery(members, page, product, selected);
    members["spin"] = spin_of(page, product);
    data["crumbs"] = crumbs(product.categories, product.title);
    data["product"] = std::move(members);
    auto shelves = link_shelves(page, product);
    data["related"] = related(page, product);
    data["shelves"] = std::move(shelves);
    return data;
}

bool is_asked(const shape::Fields& query) {
    return std::ranges::any_of(query, [](const auto& field) { return field.first.starts_with("o["); });
}

/// 301 for a slug that a product had before. Asked of the database, and only where the answer would be 404.
Task<Result<http::Response>> redirect_or_refuse(App& app, const Ctx& ctx, const std::string& slug) {
    if (!Slug::parse(slug)) co_return refuse(refusals::not_found);
    auto target = co_await app.db.read(ctx, catalog::redirect_of(slug));
    if (!target) co_return refuse(refusals::not_found);
    http::Response response{.status = 301};
    response.set("Location", "/p/" + target->slug).set("Cache-Control", "public, max-age=60");
    co_return response;
}

}  // namespace

Task<Result<http::Response>> product(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto slug = request.path.substr(3);  // after "/p/"
    auto version = page.snapshot->product_version(slug);
    if (version == 0) co_return co_await redirect_or_refuse(app, ctx, slug);
    std::string wanted;
    for (const auto& [name, value] : request.query)
        if (name == "v" && catalog::VariantId::parse(value)) wanted = value;
    std::optional<search::ProductView> product;
    if (is_asked(request.query)) {
        product = page.snapshot->product(slug);
        if (const auto* variant = product ? asked_variant(*product, request.query) : nullptr) co_return http::see_other("/p/" + slug + "?v=" + variant->id.text());
    }
    auto key = "/p/" + slug + "?" + wanted + "|" + std::to_string(spins::version_of(ctx.store));
    auto show = [&]() -> html::Members {
        product = priced(page, slug);
        return fill(page, *product, chosen_variant(*product, wanted));
    };
    co_return respond_cached(page, "product", std::move(key), version, fresh_for, show);
}

}  // namespace vitrine::storefront
