#include "modules/search/store_snapshot.h"

#include <algorithm>
#include <ranges>

#include "modules/search/extras.h"

namespace vitrine::search {

StoreSnapshot::StoreSnapshot(std::uint64_t version, Currency currency, std::shared_ptr<const Taxonomy> taxonomy, std::vector<Part> parts, std::shared_ptr<const Tuning> tuning,
                             Moves moves, Instant as_of)
    : version_(version), currency_(currency), taxonomy_(std::move(taxonomy)), parts_(std::move(parts)), tuning_(std::move(tuning)), moves_(std::move(moves)), as_of_(as_of) {
    for (const auto& part : parts_) size_ += part.segment->size() - part.dead->cardinality();
}

StoreSnapshot::Place StoreSnapshot::find(std::string_view slug_or_id) const {
    auto id = ProductId::parse(slug_or_id);
    for (const auto& part : parts_) {
        auto doc = id ? part.segment->find(*id) : part.segment->find_slug(slug_or_id);
        if (doc != HashIndex::none && !part.dead->contains(doc)) return {part.segment.get(), doc};
    }
    return {};
}

StoreSnapshot::Place StoreSnapshot::find(ProductId id) const {
    for (const auto& part : parts_) {
        auto doc = part.segment->find(id);
        if (doc != HashIndex::none && !part.dead->contains(doc)) return {part.segment.get(), doc};
    }
    return {};
}

StoreSnapshot::Place StoreSnapshot::find_variant(VariantId id) const {
    for (const auto& part : parts_) {
        auto row = part.segment->find_variant(id);
        if (row != HashIndex::none && !part.dead->contains(part.segment->variant_doc[row])) return {part.segment.get(), row};
    }
    return {};
}

std::uint64_t StoreSnapshot::product_version(std::string_view slug) const {
    auto place = find(slug);
    return place.segment ? place.segment->version[place.row] : 0;
}

std::string StoreSnapshot::options_text(const Segment& segment, std::uint32_t variant) const {
    std::string out;
    for (auto value : segment.options.of(variant)) {
        if (!out.empty()) out += ", ";
        out += segment.value_text(value);
    }
    return out;
}

Card StoreSnapshot::card(const Segment& segment, std::uint32_t doc) const {
    Card card;
    card.id = segment.id[doc];
    card.slug = segment.text(segment.slug[doc]);
    card.title = segment.text(segment.title[doc]);
    if (segment.title_local[doc].size) card.title_local = segment.text(segment.title_local[doc]);
    if (segment.brand[doc] != Segment::no_value) card.brand = segment.value_text(segment.brand[doc]);
    auto category = taxonomy_->find(segment.category_ids[segment.category[doc]]);
    if (category != Taxonomy::none) {
        card.category = taxonomy_->categories()[category].name;
        card.category_slug = taxonomy_->categories()[category].slug;
    }
    auto variant = segment.cheapest[doc];
    card.first_variant = segment.variant_id[variant];
    card.price = money(segment.price_low[doc]);
    if (segment.compare_at[variant] != Segment::no_amount) card.compare_at_price = money(segment.compare_at[variant]);
    card.has_price_range = segment.price_high[doc] > segment.price_low[doc];
    card.has_variants = segment.variant_begin[doc + 1] - segment.variant_begin[doc] > 1;
    card.available = segment.available[doc];
    card.picture = cover(segment, doc);
    return card;
}

std::optional<ProductView> StoreSnapshot::product(std::string_view slug_or_id) const {
    auto [segment, doc] = find(slug_or_id);
    if (!segment) return {};
    ProductView view;
    view.id = segment->id[doc];
    view.slug = segment->text(segment->slug[doc]);
    view.title = segment->text(segment->title[doc]);
    if (segment->title_local[doc].size) view.title_local = segment->text(segment->title_local[doc]);
    view.description = segment->text(segment->description[doc]);
    if (segment->brand[doc] != Segment::no_value) view.brand = segment->value_text(segment->brand[doc]);
    for (auto category : taxonomy_->path(taxonomy_->find(segment->category_ids[segment->category[doc]])))
        view.categories.push_back({taxonomy_->categories()[category].name, taxonomy_->categories()[category].slug});
    for (auto tag : segment->tags.of(doc)) view.tags.emplace_back(segment->text(tag));
    for (auto value : segment->attributes.of(doc)) {
        auto code = segment->value_code(value);
        auto same = std::ranges::find(view.attributes, code, &Attribute::code);
        if (same != view.attributes.end()) {
            same->value += ", " + std::string(segment->value_text(value));
            continue;
        }
        auto unit = taxonomy_->attribute_unit(code);
        view.attributes.push_back({std::string(code), taxonomy_->attribute_name(code), std::string(segment->value_text(value)),
                                   unit.empty() ? std::nullopt : std::optional<std::string>(unit), std::string(taxonomy_->attribute_kind(code))});
    }
    std::ranges::sort(view.attributes, {}, [&](const Attribute& a) { return std::pair(taxonomy_->attribute_position(a.code), a.code); });
    for (auto row = segment->variant_begin[doc]; row < segment->variant_begin[doc + 1]; ++row) {
        auto sku = Sku::parse(segment->text(segment->sku[row]));
        if (!sku) throw std::runtime_error("a SKU in the snapshot breaks its own grammar");
        VariantView variant{segment->variant_id[row], std::move(*sku), {}, money(segment->price[row]), {}, segment->variant_available[row], {}, {}, {}};
        if (segment->barcode[row].size) variant.barcode = segment->text(segment->barcode[row]);
        if (segment->compare_at[row] != Segment::no_amount) variant.compare_at_price = money(segment->compare_at[row]);
        if (segment->weight_grams[row] != Segment::no_amount) variant.weight_grams = segment->weight_grams[row];
        for (auto value : segment->options.of(row)) variant.options.emplace(segment->value_code(value), segment->value_text(value));
        view.variants.push_back(std::move(variant));
    }
    view.updated_at = Instant(Duration(segment->updated_us[doc]));
    view.is_unique = segment->is_unique[doc];
    if (segment->extras[doc].size) add_extras(view, segment->text(segment->extras[doc]));
    return view;
}

void StoreSnapshot::add_extras(ProductView& view, std::string_view text) const {
    auto extras = read_json<Extras>(text);
    if (!extras) throw std::runtime_error("the extras of a product in the snapshot do not fit their shape");
    view.seo = std::move(extras->seo);
    view.media = std::move(extras->media);
    if (extras->links)
        for (const auto& [kind, ids] : *extras->links)
            for (auto id : ids)
                if (auto [segment, doc] = find(id); segment) view.links[kind].push_back({id, std::string(segment->text(segment->slug[doc])), std::string(segment->text(segment->title[doc]))});
    if (extras->lowest)
        for (auto& variant : view.variants)
            if (auto found = extras->lowest->find(variant.id.text()); found != extras->lowest->end()) variant.lowest_price = money(found->second);
    if (!extras->components) return;
    for (auto& variant : view.variants) {
        auto found = extras->components->find(variant.id.text());
        if (found == extras->components->end()) continue;
        variant.components = std::move(found->second);
        for (auto& part : *variant.components)
            if (auto facts = this->variant(part.variant)) part.slug = facts->slug, part.title = facts->title, part.sku = facts->sku, part.options = facts->options_text;
    }
}

std::optional<VariantFacts> StoreSnapshot::variant(VariantId id) const {
    auto [segment, row] = find_variant(id);
    if (!segment) return {};
    auto doc = segment->variant_doc[row];
    VariantFacts facts;
    facts.product = segment->id[doc];
    facts.variant = id;
    facts.slug = segment->text(segment->slug[doc]);
    facts.title = segment->text(segment->title[doc]);
    facts.sku = segment->text(segment->sku[row]);
    facts.options_text = options_text(*segment, row);
    auto category = taxonomy_->find(segment->category_ids[segment->category[doc]]);
    if (category != Taxonomy::none) facts.category_slug = taxonomy_->categories()[category].slug;
    for (auto step : taxonomy_->path(category)) {
        facts.categories.push_back(taxonomy_->categories()[step].id);
        facts.category_path.push_back(taxonomy_->categories()[step].slug);
    }
    if (segment->brand[doc] != Segment::no_value) facts.brand = segment->value_text(segment->brand[doc]);
    for (auto value : segment->attributes.of(doc)) facts.attributes[std::string(segment->value_code(value))].emplace_back(segment->value_text(value));
    for (auto value : segment->options.of(row)) facts.attributes[std::string(segment->value_code(value))].emplace_back(segment->value_text(value));
    facts.price = money(segment->price[row]);
    if (segment->compare_at[row] != Segment::no_amount) facts.compare_at_price = money(segment->compare_at[row]);
    facts.available = segment->variant_available[row];
    facts.weight_grams = std::max<std::int64_t>(segment->weight_grams[row], 0);
    facts.is_unique = segment->is_unique[doc];
    return facts;
}

std::optional<media::Picture> StoreSnapshot::cover(const Segment& segment, std::uint32_t doc) const {
    if (!segment.cover[doc].size) return {};
    auto picture = read_json<media::Picture>(segment.text(segment.cover[doc]));
    if (!picture) throw std::runtime_error("the picture of a product in the snapshot does not fit its shape");
    return std::move(*picture);
}

std::optional<media::Picture> StoreSnapshot::picture(std::string_view slug) const {
    auto [segment, doc] = find(slug);
    return segment ? cover(*segment, doc) : std::nullopt;
}

std::optional<Extras> StoreSnapshot::extras_with(VariantId variant, std::string_view word) const {
    auto [segment, row] = find_variant(variant);
    if (!segment) return {};
    auto doc = segment->variant_doc[row];
    auto text = segment->extras[doc].size ? segment->text(segment->extras[doc]) : std::string_view();
    if (text.find(word) == std::string_view::npos) return {};  // most have nothing: not worth reading
    auto extras = read_json<Extras>(text);
    if (!extras) throw std::runtime_error("the extras of a product in the snapshot do not fit their shape");
    return std::move(*extras);
}

std::vector<catalog::BundlePart> StoreSnapshot::parts(VariantId bundle) const {
    std::vector<catalog::BundlePart> out;
    auto extras = extras_with(bundle, "\"components\"");
    if (!extras || !extras->components) return out;
    if (auto found = extras->components->find(bundle.text()); found != extras->components->end())
        for (const auto& part : found->second) out.push_back({bundle, part.variant, part.quantity});
    return out;
}

std::optional<Coming> StoreSnapshot::coming(VariantId variant) const {
    auto extras = extras_with(variant, "\"coming\"");
    if (!extras || !extras->coming) return {};
    auto found = extras->coming->find(variant.text());
    return found == extras->coming->end() ? std::nullopt : std::optional(found->second);
}

std::vector<CategoryNode> StoreSnapshot::categories() const {
    std::vector<std::int64_t> own(taxonomy_->categories().size());
    for (const auto& part : parts_)
        for (size_t i = 0; i < part.segment->category_ids.size(); ++i) {
            auto category = taxonomy_->find(part.segment->category_ids[i]);
            if (category != Taxonomy::none) own[category] += std::int64_t(part.segment->category_docs[i].cardinality() - part.segment->category_docs[i].and_cardinality(*part.dead));
        }
    std::vector<CategoryNode> roots;
    for (auto root : taxonomy_->roots()) roots.push_back(node(root, own));
    return roots;
}

CategoryNode StoreSnapshot::node(std::uint32_t category, const std::vector<std::int64_t>& counts) const {
    const auto& from = taxonomy_->categories()[category];
    CategoryNode out{from.name, from.slug, counts[category], {}};
    for (auto child : from.children) {
        out.children.push_back(node(child, counts));
        out.count += out.children.back().count;
    }
    return out;
}

std::vector<FacetValue> StoreSnapshot::brands() const {
    std::map<std::string_view, std::int64_t> counts;
    for (const auto& part : parts_)
        for (std::uint32_t value = 0; value < part.segment->values.size(); ++value) {
            if (part.segment->value_code(value) != "brand") continue;
            const auto& docs = part.segment->value_docs[value];
            if (auto alive = docs.cardinality() - docs.and_cardinality(*part.dead)) counts[part.segment->value_text(value)] += std::int64_t(alive);
        }
    std::vector<FacetValue> out;
    for (const auto& [name, count] : counts) out.push_back({std::string(name), count, false});
    return out;
}

std::vector<Crumb> StoreSnapshot::category_path(std::string_view slug) const {
    std::vector<Crumb> crumbs;
    auto category = taxonomy_->find_slug(slug);
    if (category == Taxonomy::none) return crumbs;
    for (auto step : taxonomy_->path(category)) crumbs.push_back({taxonomy_->categories()[step].name, taxonomy_->categories()[step].slug});
    return crumbs;
}

std::vector<std::string> StoreSnapshot::slugs(size_t offset, size_t limit) const {
    std::vector<std::string> out;
    for (const auto& part : parts_)
        for (std::uint32_t doc = 0; doc < part.segment->size() && out.size() < limit; ++doc) {
            if (part.dead->contains(doc)) continue;
            if (offset > 0) --offset;
            else out.emplace_back(part.segment->text(part.segment->slug[doc]));
        }
    return out;
}

}  // namespace vitrine::search
