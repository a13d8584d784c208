#include <algorithm>
#include <set>

#include "modules/catalog/admin.h"
#include "modules/catalog/sql.h"
#include "modules/catalog/variants.h"

namespace vitrine::catalog {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// "18K White Gold" → "18KWHIT"; values without Latin letters or digits give their number.
std::string code_of(std::string_view value, size_t number) {
    std::string code;
    for (char c : value) {
        if (code.size() == 7) break;
        if (c >= 'a' && c <= 'z') code += char(c - 'a' + 'A');
        else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) code += c;
    }
    return code.empty() ? std::to_string(number + 1) : code;
}

struct Combination {
    Pairs pairs;
    std::string sku;
};

/// Every combination of the option's values, the last option running fastest.
std::vector<Combination> combine(const std::vector<OptionView>& options, const std::string& prefix) {
    std::vector<Combination> all{{{}, prefix}};
    for (const auto& option : options) {
        std::vector<Combination> longer;
        longer.reserve(all.size() * option.values.size());
        for (const auto& one : all)
            for (size_t v = 0; v < option.values.size(); ++v) {
                longer.push_back(one);
                longer.back().pairs.emplace_back(option.name, option.values[v]);
                longer.back().sku += "-" + code_of(option.values[v], v);
            }
        all = std::move(longer);
    }
    return all;
}

/// Options may have been put in another order since.
Pairs sorted(Pairs pairs) {
    std::ranges::sort(pairs);
    return pairs;
}

std::uint64_t count_combinations(const std::vector<OptionView>& options) {
    std::uint64_t count = 1;
    for (const auto& option : options) count = std::min<std::uint64_t>(count * option.values.size(), 1'000'000);
    return count;
}

/// Different values may shorten to one code, and other products may have a SKU already: then a number goes behind it.
Task<void> make_skus_unique(pg::Tx& tx, std::vector<Combination>& combinations) {
    std::vector<std::string> skus;
    for (const auto& one : combinations) skus.push_back(one.sku);
    std::set<std::string> taken;
    for (int round = 0; round < 20; ++round) {
        auto owners = co_await tx.ask(code_owners(skus, {}));
        std::set<std::string> owned;
        for (auto& owner : owners) owned.insert(owner.sku);
        taken.clear();
        bool is_settled = true;
        for (size_t i = 0; i < skus.size(); ++i) {
            int number = round * 100 + 2;
            auto plain = combinations[i].sku;
            while (owned.contains(skus[i]) || taken.contains(skus[i])) skus[i] = plain + "-" + std::to_string(number++), is_settled = false;
            taken.insert(skus[i]);
        }
        if (is_settled) break;
    }
    for (size_t i = 0; i < skus.size(); ++i) combinations[i].sku = skus[i];
}

Task<Result<std::int64_t>> generate(pg::Tx& tx, App& app, ProductId id, const EditHeaders& headers, const GenerateVariants& in) {
    auto product = co_await lock_for_edit(tx, id, headers);
    if (!product) co_return refuse(std::move(product.error()));
    auto variants = co_await tx.ask(sql::full_variants(id));
    auto options = options_of(*product, variants);
    if (options.empty()) co_return refuse(refusals::invalid, {}, {{"/options", "option.none", "the product has no options to combine"}});
    if (count_combinations(options) > most_variants) co_return refuse(too_many_variants, "the options make " + std::to_string(count_combinations(options)) + " combinations");

    auto prefix = in.sku_prefix ? in.sku_prefix->str() : product->slug.substr(0, 24);
    std::ranges::transform(prefix, prefix.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    auto combinations = combine(options, prefix);
    std::set<Pairs> known;
    std::int32_t position = 0;
    for (const auto& variant : variants) {
        position = std::max(position, variant.position + 1);
        known.insert(sorted(option_pairs(variant.options)));  // archived ones, too: whoever took them away did not want them back
    }
    std::erase_if(combinations, [&](const auto& one) { return known.contains(sorted(one.pairs)); });
    if (combinations.empty()) co_return 0;
    auto active = size_t(std::ranges::count(variants, "active", &FullVariant::status));
    if (active + combinations.size() > most_variants) co_return refuse(too_many_variants);
    if (product->is_unique && active + combinations.size() > 1) co_return refuse(refusals::invalid, {}, {{"", "variants.too_many", "one of a kind has one variant"}});
    if (std::ranges::any_of(combinations, [](const auto& one) { return one.sku.size() > 60; }))
        co_return refuse(refusals::invalid, {}, {{"/sku_prefix", "too_long", "the SKUs made from it would pass 64 characters"}});
    co_await make_skus_unique(tx, combinations);
    std::vector<FullVariant> made;
    for (auto& one : combinations)
        made.push_back({.id = VariantId::next(tx.ctx().now), .sku = one.sku, .status = "active", .position = position++, .options = pairs_json(one.pairs), .attributes = {"{}"},
                        .weight_grams = in.weight_grams ? std::optional(in.weight_grams->value) : std::nullopt});
    write_variants(tx, id, made);
    tx.send(sql::touch_product(id, tx.ctx().now));
    note_changes(tx, {id});
    announce(tx, app);
    co_return std::int64_t(made.size());
}

}  // namespace

Task<Result<http::Response>> generate_variants(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<GenerateVariants> in) {
    Result<std::int64_t> made = 0;
    try {
        auto body = [&](pg::Tx& tx) { return generate(tx, app, path->id, headers.value, in.value); };
        made = co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        auto taken = taken_meanwhile(error);
        if (!taken) throw;
        made = refuse(std::move(*taken));
    }
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await answer_detail(app, ctx, path->id, *made > 0 ? 201 : 200);
}

}  // namespace vitrine::catalog
