#include <algorithm>
#include <set>

#include "modules/catalog/exposure/api.h"
#include "modules/prices/api.h"
#include "modules/quality/sql.h"

namespace vitrine::quality {
namespace {

using Attributes = std::map<std::string, std::string>;

std::vector<MediaSource>& sources() {
    static std::vector<MediaSource> all;
    return all;
}

/// Choices of many are kept as an array of text; that there are some is enough here.
Attributes attributes_of(const RawJson& document) {
    Attributes out;
    auto read = read_json<std::map<std::string, RawJson>>(document.text);
    if (!read) throw std::runtime_error("the attributes of a product do not fit their shape");
    for (auto& [code, value] : *read) {
        auto text = read_json<std::string>(value.text);
        out[code] = text ? *text : value.text == "[]" ? "" : value.text;
    }
    return out;
}

struct Judged {
    std::vector<catalog::ProductId> ids;
    std::map<catalog::ProductId, Facts> facts;
};

/// Everything that rules ask about, in three round trips and one a source of media facts.
Task<Judged> read_facts(pg::Tx& tx, const std::vector<catalog::ProductId>& products) {
    Judged out;
    auto [rows, variants] = co_await tx.ask(catalog::lock_judged(products), catalog::judged_variants(products));
    std::map<catalog::ProductId, Attributes> of_product;
    for (const auto& row : rows) {
        out.ids.push_back(row.id);
        of_product[row.id] = attributes_of(row.attributes);
        auto& facts = out.facts[row.id];
        facts.category = row.category, facts.description = row.description;
        facts.media.images = row.images;
    }
    std::vector<catalog::VariantId> ids;
    std::map<catalog::VariantId, catalog::ProductId> owners;
    for (const auto& variant : variants) {
        auto facts = out.facts.find(variant.product);
        if (facts == out.facts.end()) continue;
        auto attributes = attributes_of(variant.attributes);
        attributes.insert(of_product[variant.product].begin(), of_product[variant.product].end());
        facts->second.variants.push_back(std::move(attributes));
        ids.push_back(variant.variant);
        owners.emplace(variant.variant, variant.product);
    }
    for (auto& [id, facts] : out.facts)
        if (facts.variants.empty()) facts.variants.push_back(of_product[id]);
    auto prices = co_await tx.ask(prices::current(ids));
    std::set<catalog::VariantId> priced;   // the store's own currency is the only one of base prices
    for (const auto& price : prices)
        if (priced.insert(price.variant).second) out.facts[owners.at(price.variant)].prices.push_back(price.minor);
    std::map<catalog::ProductId, MediaFacts> media;
    for (const auto& [id, facts] : out.facts) media[id] = facts.media;
    for (auto source : sources()) co_await source(tx, out.ids, media);
    for (auto& [id, facts] : out.facts) facts.media = media[id];
    co_return out;
}

}  // namespace

void register_media_source(MediaSource source) { sources().push_back(source); }

Task<void> assess(pg::Tx& tx, std::vector<catalog::ProductId> products) {
    if (products.empty()) co_return;
    auto row = co_await tx.ask(sql::read_policy());
    if (!row || !row->is_on) co_return;
    auto policy = read_json<Policy>(row->document.text);
    if (!policy) throw std::runtime_error("the rules of a gate do not fit their shape");
    std::ranges::sort(products);
    products.erase(std::ranges::unique(products).begin(), products.end());
    auto judged = co_await read_facts(tx, products);
    auto set_aside = co_await tx.ask(sql::overrides_of(judged.ids, tx.ctx().now));
    std::map<catalog::ProductId, std::set<std::string>> overridden;
    for (auto& override : set_aside) overridden[override.product].insert(std::move(override.rule));
    std::vector<bool> are_fit, are_withheld;
    std::vector<RawJson> documents;
    for (auto id : judged.ids) {
        auto found = judge(*policy, judged.facts.at(id), overridden[id]);
        are_fit.push_back(is_fit(found));
        are_withheld.push_back(!are_fit.back());
        documents.push_back({to_json(found)});
    }
    tx.send(sql::save_verdicts(judged.ids, are_fit, documents, tx.ctx().now));
    catalog::withhold(tx, judged.ids, are_withheld);
    co_await tx.flush();
}

}  // namespace vitrine::quality
