#include "modules/storefront/product_more.h"

#include <algorithm>
#include <array>

#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

struct ShelfName {
    std::string_view kind, label;
};
constexpr std::array<ShelfName, 3> shelf_names{{{"accessory", "Goes with it"}, {"upsell", "A step up"}, {"related", "You may also like"}}};

search::Card card_of(const search::ProductView& product) {
    const auto& cheapest = *std::ranges::min_element(product.variants, {}, [](const auto& variant) { return variant.price.minor; });
    search::Card card{.id = product.id, .slug = product.slug, .title = product.title, .title_local = product.title_local, .brand = product.brand,
                      .first_variant = cheapest.id, .price = cheapest.price, .compare_at_price = cheapest.compare_at_price, .has_variants = product.variants.size() > 1};
    if (!product.categories.empty()) card.category = product.categories.back().name, card.category_slug = product.categories.back().slug;
    for (const auto& variant : product.variants) {
        card.available += std::max<std::int64_t>(variant.available, 0);
        card.has_price_range |= variant.price != cheapest.price;
    }
    return card;
}

std::string value_of(const search::Attribute& attribute) {
    if (attribute.kind == "boolean") return attribute.value == "yes" ? "Yes" : "No";
    return attribute.unit ? attribute.value + " " + *attribute.unit : attribute.value;
}

}  // namespace

html::List specification(const search::ProductView& product, const search::VariantView& selected) {
    html::List list{html::Data{{"label", "SKU"}, {"value", selected.sku.str()}}};
    if (selected.barcode) list.push_back(html::Data{{"label", "Barcode"}, {"value", *selected.barcode}});
    for (const auto& attribute : product.attributes) list.push_back(html::Data{{"label", attribute.name}, {"value", value_of(attribute)}});
    if (selected.weight_grams) list.push_back(html::Data{{"label", "Weight"}, {"value", std::to_string(*selected.weight_grams) + " g"}});
    return list;
}

html::Data bundle_contents(const search::VariantView& selected) {
    if (!selected.components || selected.components->empty()) return false;
    html::List parts;
    for (const auto& part : *selected.components) {
        auto name = part.title.value_or("An article that is not shown on its own");
        if (part.options && !part.options->empty()) name += ", " + *part.options;
        parts.push_back(html::Data{{"quantity", std::to_string(part.quantity)}, {"title", name}, {"href", part.slug ? html::Data("/p/" + *part.slug + "?v=" + part.variant.text()) : html::Data(false)}});
    }
    return html::Data{{"parts", std::move(parts)}};
}

html::Data lowest_price(const search::VariantView& selected) {
    bool is_reduced = selected.compare_at_price && selected.price < *selected.compare_at_price;
    if (!is_reduced || !selected.lowest_price) return false;
    return "Lowest price of the 30 days before: " + format_for_people(*selected.lowest_price);
}

html::Data quantity_prices(const search::VariantView& selected) {
    if (!selected.quantity_prices) return false;
    html::List rows;
    const auto& steps = *selected.quantity_prices;
    for (size_t i = 0; i < steps.size(); ++i) {
        auto from = std::to_string(steps[i].from_quantity);
        bool is_last = i + 1 == steps.size();
        auto upto = is_last ? 0 : steps[i + 1].from_quantity - 1;
        auto label = is_last ? from + " or more" : upto == steps[i].from_quantity ? from : from + " to " + std::to_string(upto);
        rows.push_back(html::Data{{"quantity", label}, {"price", format_for_people(steps[i].price)}});
    }
    return html::Data{{"rows", std::move(rows)}};
}

html::List link_shelves(const Page& page, const search::ProductView& product) {
    html::List shelves;
    for (const auto& [kind, label] : shelf_names) {
        auto links = product.links.find(std::string(kind));
        if (links == product.links.end()) continue;
        std::vector<search::Card> found;
        for (const auto& link : links->second)
            if (auto other = page.snapshot->product(link.slug)) {
                search::reprice(*other, *page.prices);
                found.push_back(card_of(*other));
            }
        if (found.empty()) continue;
        shelves.push_back(html::Data{{"id", "links-" + std::string(kind)}, {"label", std::string(label)}, {"cards", cards(found, *page.store, "/p/" + product.slug, media_base(page))}});
    }
    return shelves;
}

}  // namespace vitrine::storefront
