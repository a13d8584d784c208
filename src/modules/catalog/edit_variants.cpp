// Making, changing and taking away the variants of one product. All of them hold the product's row lock, so no two editors make the same combination.
#include <algorithm>

#include "modules/catalog/admin.h"
#include "modules/catalog/sql.h"
#include "modules/catalog/variants.h"

namespace vitrine::catalog {
namespace {

/// What an edit of variants works on.
struct Bench {
    FullProduct product;
    std::vector<FullVariant> variants;
    AttributeRules rules;
    std::vector<OptionView> options;
};

Task<Result<Bench>> set_up(pg::Tx& tx, ProductId id, const EditHeaders& headers) {
    auto product = co_await lock_for_edit(tx, id, headers);
    if (!product) co_return refuse(std::move(product.error()));
    auto queued = queue_rules(tx, "", product->category);
    auto variants = tx.queue(sql::full_variants(id));
    co_await tx.flush();
    auto options = options_of(*product, *variants);
    co_return Bench{std::move(*product), std::move(*variants), queued.rules(), std::move(options)};
}

std::int64_t count_active(const std::vector<FullVariant>& variants) { return std::ranges::count(variants, "active", &FullVariant::status); }

/// Saves what changed after every rule that looks across the product has agreed.
Task<Result<bool>> save(pg::Tx& tx, App& app, Bench& bench, const std::vector<FullVariant>& changed, std::function<std::string(size_t)> pointer_of, std::vector<Fault> faults) {
    auto active = count_active(bench.variants);
    if (active > std::int64_t(most_variants)) co_return refuse(too_many_variants);
    if (bench.product.is_unique && active > 1) faults.push_back({"", "variants.too_many", "one of a kind has one variant"});
    if (faults.empty()) check_declared(bench.product, bench.variants, faults);
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    if (active == 0 && bench.product.status == Status::published) co_return refuse(incomplete, "a published product keeps an article that can be bought; archive the product instead");
    if (auto taken = co_await find_taken_codes(tx, changed, pointer_of); !taken.empty()) co_return refuse(code_taken, {}, std::move(taken));
    write_variants(tx, bench.product.id, changed);
    tx.send(sql::touch_product(bench.product.id, tx.ctx().now));
    note_changes(tx, {bench.product.id});
    announce(tx, app);
    co_return true;
}

Task<Result<bool>> add(pg::Tx& tx, App& app, ProductId id, const EditHeaders& headers, const std::vector<VariantChange>& given) {
    auto bench = co_await set_up(tx, id, headers);
    if (!bench) co_return refuse(std::move(bench.error()));
    std::vector<FullVariant> made;
    std::vector<Fault> faults;
    std::int32_t position = 0;
    for (const auto& variant : bench->variants) position = std::max(position, variant.position + 1);
    for (size_t i = 0; i < given.size(); ++i) {
        auto pointer = "/variants/" + std::to_string(i);
        FullVariant variant{.id = VariantId::next(tx.ctx().now), .status = "active", .position = position++, .options = {"[]"}, .attributes = {"{}"}};
        if (!given[i].sku) faults.push_back({pointer + "/sku", "required", "this member is missing"});
        if (!given[i].options && !bench->options.empty()) faults.push_back({pointer + "/options", "required", "this member is missing"});
        apply_change(variant, given[i], bench->product, bench->options, bench->rules, pointer, faults);
        bench->variants.push_back(variant);
        made.push_back(std::move(variant));
    }
    co_return co_await save(tx, app, *bench, made, [](size_t i) { return "/variants/" + std::to_string(i); }, std::move(faults));
}

Task<Result<bool>> change(pg::Tx& tx, App& app, const VariantPath& path, const EditHeaders& headers, const VariantChange& in) {
    auto bench = co_await set_up(tx, path.id, headers);
    if (!bench) co_return refuse(std::move(bench.error()));
    auto variant = std::ranges::find(bench->variants, path.variant, &FullVariant::id);
    if (variant == bench->variants.end()) co_return refuse(variant_unknown);
    std::vector<Fault> faults;
    apply_change(*variant, in, bench->product, bench->options, bench->rules, "", faults);
    std::vector<FullVariant> changed{*variant};
    co_return co_await save(tx, app, *bench, changed, [](size_t) { return std::string(); }, std::move(faults));
}

/// Runs an edit and answers with the product as it is then.
template <class Edit>
Task<Result<http::Response>> run(App& app, Ctx ctx, ProductId id, Edit edit, int status) {
    Result<bool> done = false;
    try {
        done = co_await app.db.transaction(ctx, edit);
    } catch (const pg::Error& error) {
        auto taken = taken_meanwhile(error);
        if (!taken) throw;
        done = refuse(std::move(*taken));
    }
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await answer_detail(app, ctx, id, status);
}

}  // namespace

Task<Result<http::Response>> add_variants(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<NewVariants> in) {
    if (in->variants.empty() || in->variants.size() > most_variants) co_return refuse(refusals::invalid, {}, {{"/variants", "out_of_range", "give 1 to 2,000 variants"}});
    auto edit = [&](pg::Tx& tx) { return add(tx, app, path->id, headers.value, in->variants); };
    co_return co_await run(app, ctx, path->id, edit, 201);
}

Task<Result<http::Response>> edit_variant(App& app, Ctx ctx, http::Path<VariantPath> path, http::Headers<EditHeaders> headers, http::Body<VariantChange> in) {
    auto edit = [&](pg::Tx& tx) { return change(tx, app, path.value, headers.value, in.value); };
    co_return co_await run(app, ctx, path->id, edit, 200);
}

Task<Result<http::Response>> archive_variant(App& app, Ctx ctx, http::Path<VariantPath> path, http::Headers<EditHeaders> headers) {
    VariantChange away;
    away.is_active = false;
    auto edit = [&](pg::Tx& tx) { return change(tx, app, path.value, headers.value, away); };
    co_return co_await run(app, ctx, path->id, edit, 200);
}

}  // namespace vitrine::catalog
