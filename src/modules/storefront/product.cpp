#include <algorithm>

#include "core/check.h"
#include "io/html/sanitize.h"
#include "modules/storefront/layout.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

constexpr auto fresh_for = 60s;  // the row of related products may be as old as this
constexpr std::int64_t most_in_one_add = 99;

std::string options_text(const search::VariantView& variant) {
    std::string text;
    for (const auto& [name, value] : variant.options) text += (text.empty() ? "" : ", ") + value;
    return text.empty() ? variant.sku.str() : text;
}

std::string options_label(const search::VariantView& variant) {
    std::string text;
    for (const auto& [name, value] : variant.options) text += (text.empty() ? "" : " and ") + name;
    return text.empty() ? "Choose" : text;
}

/// The one the address names, else the first that can be had, else the first.
const search::VariantView& chosen(const search::ProductView& product, std::string_view id) {
    check(!product.variants.empty(), "a published product has a variant");
    for (const auto& variant : product.variants)
        if (!id.empty() && variant.id.text() == id) return variant;
    for (const auto& variant : product.variants)
        if (variant.available > 0) return variant;
    return product.variants.front();
}

html::Data choices(const search::ProductView& product, const search::VariantView& selected) {
    if (product.variants.size() < 2) return false;
    html::List list;
    for (const auto& variant : product.variants) {
        list.push_back(html::Data{{"variant", variant.id.text()},
                                  {"href", "/p/" + product.slug + "?v=" + variant.id.text()},
                                  {"label", options_text(variant)},
                                  {"price", format_for_people(variant.price)},
                                  {"checked", variant.id == selected.id},
                                  {"unavailable", variant.available <= 0}});
    }
    return html::Data{{"label", options_label(product.variants.front())}, {"options", std::move(list)}};
}

html::List facts(const search::ProductView& product, const search::VariantView& selected) {
    html::List list{html::Data{{"label", "SKU"}, {"value", selected.sku.str()}}};
    if (selected.barcode) list.push_back(html::Data{{"label", "Barcode"}, {"value", *selected.barcode}});
    for (const auto& attribute : product.attributes) list.push_back(html::Data{{"label", attribute.name}, {"value", attribute.value}});
    if (selected.weight_grams) list.push_back(html::Data{{"label", "Weight"}, {"value", std::to_string(*selected.weight_grams) + " g"}});
    return list;
}

html::List paragraphs(std::string_view description) {
    html::List list;
    while (!description.empty()) {
        auto end = std::min(description.find('\n'), description.size());
        if (auto text = trim(description.substr(0, end)); !text.empty()) list.push_back(text);
        description.remove_prefix(std::min(end + 1, description.size()));
    }
    return list;
}

std::string delivery_text(const Page& page) {
    const auto& shipping = page.store->shipping;
    auto text = "Delivery " + format_for_people(shipping.flat_fee);
    if (shipping.free_from) text += ", free from " + format_for_people(*shipping.free_from);
    return text + ". " + std::to_string(shipping.estimated_days_least) + " to " + std::to_string(shipping.estimated_days_most) + " days.";
}

html::Data related(const Page& page, const search::ProductView& product) {
    if (product.categories.empty()) return false;
    const auto& category = product.categories.back();
    auto found = page.snapshot->search({.category_slug = category.slug, .in_stock = true, .sort = search::Sort::popularity, .limit = 7, .facets = false}).items;
    std::erase_if(found, [&](const auto& card) { return card.id == product.id; });
    if (found.size() > 6) found.resize(6);
    if (found.size() < 3) return false;
    return html::Data{{"label", "More in " + category.name}, {"href", "/c/" + category.slug}, {"cards", cards(found, *page.store, "/p/" + product.slug)}};
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

html::Members fill(const Page& page, const search::ProductView& product, const search::VariantView& selected) {
    auto plain = html::plain_text(product.description);
    auto first_line = plain.substr(0, plain.find('\n'));
    auto data = layout(page, {.title = product.title + " | " + page.store->name,
                              .description = first_line.empty() ? product.title : first_line,
                              .canonical_path = "/p/" + product.slug,
                              .og_type = "product",
                              .price = selected.price,
                              .json_ld = {product_json(page, product, selected), breadcrumb_json(page, product.categories)}});
    bool is_markup = html::is_markup(product.description);
    auto text = is_markup ? html::List{} : paragraphs(product.description);
    auto category = product.categories.empty() ? std::string() : product.categories.back().slug;
    html::Data maker = product.brand.empty() ? html::Data(false)
                                             : html::Data{{"href", "/search?filter[brand]=" + http::percent_encode(product.brand)}, {"label", product.brand}};
    html::Members members{{"title", product.title},
                          {"local_title", product.title_local ? html::Data(*product.title_local) : html::Data(false)},
                          {"maker", maker},
                          {"tax_note", "Price includes taxes."},
                          {"return_to", "/p/" + product.slug + (product.variants.size() > 1 ? "?v=" + selected.id.text() : "")},
                          {"variant", selected.id.text()},
                          {"max", std::to_string(std::clamp<std::int64_t>(selected.available, 1, most_in_one_add))},
                          {"choices", choices(product, selected)},
                          {"delivery_text", delivery_text(page)},
                          {"has_description", is_markup || !text.empty()},
                          // Made safe again here: whoever wrote the column, what is shown went through the list of allowed elements.
                          {"markup", is_markup ? html::sanitize(product.description) : std::string()},
                          {"paragraphs", std::move(text)},
                          {"has_facts", true},
                          {"facts", facts(product, selected)}};
    add_price(members, selected.price, selected.compare_at_price);
    add_stock(members, selected.available, page.store->low_stock);
    add_picture(members, category, product.title, product.slug);
    data["crumbs"] = crumbs(product.categories, product.title);
    data["product"] = std::move(members);
    data["related"] = related(page, product);
    return data;
}

}  // namespace

Task<Result<http::Response>> product(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto slug = request.path.substr(3);  // after "/p/"
    auto version = page.snapshot->product_version(slug);
    if (version == 0) co_return refuse(refusals::not_found);
    std::string wanted;
    for (const auto& [name, value] : request.query)
        if (name == "v" && catalog::VariantId::parse(value)) wanted = value;
    auto key = "/p/" + slug + "?" + wanted;
    std::optional<search::ProductView> product;
    auto show = [&]() -> html::Members {
        product = page.snapshot->product(slug);
        return fill(page, *product, chosen(*product, wanted));
    };
    co_return respond_cached(page, "product", std::move(key), version, fresh_for, show);
}

}  // namespace vitrine::storefront
