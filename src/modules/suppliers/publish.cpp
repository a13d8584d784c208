#include "modules/suppliers/publish.h"

#include <algorithm>
#include <array>
#include <set>

#include "modules/quality/api.h"
#include "modules/stock/api.h"
#include "modules/suppliers/rules.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

using Facts = std::map<std::string, std::string>;

struct Attribute {
    std::string_view field, code;
};
constexpr std::array attributes{Attribute{"shape", "shape"}, Attribute{"carat", "carat"}, Attribute{"color", "color"}, Attribute{"clarity", "clarity"}, Attribute{"cut", "cut"}, Attribute{"polish", "polish"},
                                Attribute{"symmetry", "symmetry"}, Attribute{"fluorescence_intensity", "fluorescence"}, Attribute{"lab", "lab"}, Attribute{"certificate_no", "certificate"},
                                Attribute{"depth_percent", "depth_pct"}, Attribute{"table_percent", "table_pct"}, Attribute{"girdle_from", "girdle"}, Attribute{"culet_size", "culet"},
                                Attribute{"fancy_intensity", "fancy_intensity"}, Attribute{"fancy_color", "fancy_color"}, Attribute{"measurements", "measurements"}, Attribute{"treatment", "treatment"}};

std::string fact(const Facts& facts, const std::string& field) {
    auto found = facts.find(field);
    return found == facts.end() ? std::string() : found->second;
}

bool is_diamond(const Facts& facts) { return facts.contains("shape") && facts.contains("carat"); }

std::string slug_text(std::string_view text) {
    std::string out;
    for (char c : lower_ascii(text)) {
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_plain) out += c;
        else if (!out.empty() && out.back() != '-') out += '-';
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    return out;
}

std::string title_of(const Facts& facts) {
    if (auto title = fact(facts, "title"); !title.empty()) return title;
    bool is_lab_grown = fact(facts, "origin_type") == "LAB_GROWN";
    auto color = facts.contains("fancy_color") ? (fact(facts, "fancy_intensity").empty() ? "Fancy" : fact(facts, "fancy_intensity")) + " " + fact(facts, "fancy_color") : fact(facts, "color");
    auto title = fact(facts, "carat") + " ct " + fact(facts, "shape") + (is_lab_grown ? " Lab-Grown Diamond" : " Diamond");
    auto grades = color + (color.empty() || fact(facts, "clarity").empty() ? "" : " ") + fact(facts, "clarity");
    if (!grades.empty()) title += ", " + grades;
    if (facts.contains("cut")) title += ", " + fact(facts, "cut") + " Cut";
    if (facts.contains("lab")) title += ", " + fact(facts, "lab") + (facts.contains("certificate_no") ? " " + fact(facts, "certificate_no") : "");
    return title;
}

/// Yes or no where the supplier says so; half answers are none.
std::string eye_clean(const Facts& facts) {
    auto word = lower_ascii(fact(facts, "eye_clean"));
    if (word == "yes" || word == "y" || word == "true" || word == "100%" || word == "e0" || word == "eye clean") return "yes";
    return word == "no" || word == "n" || word == "false" ? "no" : "";
}

bool is_web_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

/// What the shop sells of a piece.
struct Choice {
    ItemRow item;
    const OfferRow* best = nullptr;     ///< nobody offers it
    std::int64_t quantity = 0;
};

std::vector<Choice> choose(std::vector<ItemRow> items, const std::vector<OfferRow>& offers) {
    std::map<ItemId, std::vector<const OfferRow*>> by_item;
    for (const auto& offer : offers) by_item[offer.item].push_back(&offer);
    std::vector<Choice> out;
    for (auto& item : items) {
        Choice choice{std::move(item)};
        if (auto found = by_item.find(choice.item.id); found != by_item.end()) {
            std::vector<rules::Bid> bids;
            for (const auto* offer : found->second) bids.push_back({offer->price_minor, offer->quantity, offer->priority, offer->supplier_code, offer->code});
            choice.best = found->second[rules::best_of(bids)];
            if (choice.item.state == ItemState::free) choice.quantity = choice.best->quantity;
        }
        out.push_back(std::move(choice));
    }
    return out;
}

/// Slugs that were another product's before these pieces came.
Task<std::set<std::string>> taken_slugs(pg::Tx& tx, const std::vector<Choice>& choices) {
    std::vector<std::string> fresh;
    for (const auto& choice : choices)
        if (choice.best && !choice.item.product) fresh.push_back(choice.item.slug);
    std::set<std::string> taken;
    if (fresh.empty()) co_return taken;
    auto states = co_await tx.ask(catalog::product_states(fresh));
    for (auto& state : states) taken.insert(std::move(state.slug));
    co_return taken;
}

/// Attributes that the store's definitions do not take are left out; without a category, or what goods of it need, there is no product.
bool fits(const imports::ProductWriter& writer, imports::ProductDraft& draft) {
    bool is_whole = true;
    for (const auto& fault : writer.check(draft)) {
        if (fault.code == "attr.required" || fault.code == "category.unknown") is_whole = false;
        else std::erase_if(draft.attributes, [&](const auto& attribute) { return "attr:" + attribute.first == fault.column; });
    }
    return is_whole;
}

Task<void> empty_shelves(pg::Tx& tx, const std::vector<Choice>& choices, Republished& done) {
    std::vector<catalog::VariantId> variants;
    for (const auto& choice : choices)
        if (!choice.best && choice.item.variant && choice.item.published_quantity.value_or(0) > 0) variants.push_back(*choice.item.variant);
    if (variants.empty()) co_return;
    std::ranges::sort(variants);
    auto set = stock::set_on_hand(tx, variants, std::vector<std::int64_t>(variants.size(), 0), "supplier");
    co_await tx.flush();
    done.products += std::int64_t(variants.size());
    co_await stock::fill(tx, *set);
    catalog::note_variant_changes(tx, *set);
}

}  // namespace

std::string identity_of(SupplierId supplier, const MappedOffer& offer) { return offer.identity.empty() ? "own:" + supplier.text() + ":" + offer.code : offer.identity; }

ItemNames names_of(ItemId id, const std::string& identity, const std::map<std::string, std::string>& facts) {
    auto text = id.text();
    auto own = text.substr(text.size() - 12);
    bool is_certified = !identity.starts_with("own:");
    auto sku = is_certified ? fact(facts, "lab") + "-" + fact(facts, "certificate_no") : "";
    if (sku.size() > 60 || !Sku::parse(sku)) sku = "P-" + own, is_certified = false;
    auto words = is_diamond(facts) ? fact(facts, "carat") + " carat " + fact(facts, "shape") + " diamond" : fact(facts, "title");
    auto slug = slug_text(words).substr(0, 80);
    return {slug_text(slug + "-" + (is_certified ? sku : own)), sku};
}

imports::ProductDraft draft_of(const ItemNames& names, const std::map<std::string, std::string>& facts, Money price, std::optional<std::int64_t> stock) {
    imports::ProductDraft draft;
    draft.slug = names.slug;
    draft.title = title_of(facts);
    draft.description = fact(facts, "description");
    draft.category = fact(facts, "category");
    draft.brand = fact(facts, "brand");
    draft.status = "active";
    for (const auto& [field, code] : attributes)
        if (auto value = fact(facts, std::string(field)); !value.empty()) draft.attributes.emplace_back(code, value);
    if (auto is_clean = eye_clean(facts); !is_clean.empty()) draft.attributes.emplace_back("eye_clean", is_clean);
    for (const auto& [field, value] : facts)
        if (field.starts_with("attr:")) draft.attributes.emplace_back(field.substr(5), value);
    if (auto image = fact(facts, "image"); is_web_address(image)) draft.images.push_back({image, draft.title});
    imports::VariantDraft variant;
    variant.sku = names.sku;
    variant.price = price;
    variant.stock = stock;
    draft.variants.push_back(std::move(variant));
    return draft;
}

Task<Republished> republish(pg::Tx& tx, const imports::ProductWriter& writer, Currency store, std::vector<ItemRow> items) {
    Republished done;
    if (items.empty()) co_return done;
    std::vector<ItemId> ids;
    for (const auto& item : items) ids.push_back(item.id);
    auto offers = co_await tx.ask(sql::bids(ids));
    auto choices = choose(std::move(items), offers);
    auto taken = co_await taken_slugs(tx, choices);
    std::vector<imports::ProductDraft> drafts;
    for (const auto& choice : choices) {
        if (!choice.best) continue;
        auto facts = read_json<Facts>(choice.best->facts.text);
        if (!facts) throw std::runtime_error("the facts of an offer do not fit their shape");
        bool is_moved = choice.item.published_quantity != choice.quantity;
        auto draft = draft_of({choice.item.slug, choice.item.sku}, *facts, {choice.best->price_minor, store}, is_moved ? std::optional(choice.quantity) : std::nullopt);
        if (taken.contains(draft.slug) || !fits(writer, draft)) done.left_out.push_back(draft.slug);
        else drafts.push_back(std::move(draft));
    }
    co_await empty_shelves(tx, choices, done);
    done.products += std::int64_t(drafts.size());
    imports::Counts counts;
    std::vector<std::string> skus, slugs;
    for (const auto& draft : drafts) skus.push_back(draft.variants[0].sku), slugs.push_back(draft.slug);
    if (!drafts.empty()) {
        auto refused = co_await writer.write(tx, std::move(drafts), counts, "supplier");
        done.left_out.insert(done.left_out.end(), refused.begin(), refused.end());
    }
    std::map<std::string, catalog::ProductId> products;
    std::map<std::string, catalog::VariantId> variants;
    if (!skus.empty()) {
        auto [states, saved] = co_await tx.ask(catalog::product_states(slugs), catalog::variants_by_sku(skus));
        for (const auto& state : states) products.emplace(state.slug, state.id);
        for (const auto& variant : saved) variants.emplace(variant.sku, variant.id);
    }
    std::set<std::string> left_out(done.left_out.begin(), done.left_out.end());
    std::vector<std::optional<SupplierId>> best_suppliers;
    std::vector<std::optional<std::string>> best_codes;
    std::vector<std::optional<catalog::ProductId>> of_products;
    std::vector<std::optional<catalog::VariantId>> of_variants;
    std::vector<std::int64_t> quantities;
    for (const auto& choice : choices) {
        auto product = products.find(choice.item.slug);
        auto variant = variants.find(choice.item.sku);
        bool is_ours = choice.best && !left_out.contains(choice.item.slug);
        best_suppliers.push_back(choice.best ? std::optional(choice.best->supplier) : std::nullopt);
        best_codes.push_back(choice.best ? std::optional(choice.best->code) : std::nullopt);
        of_products.push_back(is_ours && product != products.end() ? std::optional(product->second) : std::nullopt);
        of_variants.push_back(is_ours && variant != variants.end() ? std::optional(variant->second) : std::nullopt);
        quantities.push_back(is_ours ? choice.quantity : 0);
    }
    tx.send(sql::set_best(ids, best_suppliers, best_codes, of_products, of_variants, quantities));
    std::vector<catalog::ProductId> written;
    for (const auto& [slug, product] : products) written.push_back(product);
    co_await quality::assess(tx, std::move(written));
    co_return done;
}

}  // namespace vitrine::suppliers
