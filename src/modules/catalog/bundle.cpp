// What is in one piece of a bundle.
#include <algorithm>
#include <set>

#include "modules/catalog/admin.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

Task<Result<bool>> replace(pg::Tx& tx, App& app, const VariantPath& path, const EditHeaders& headers, const std::vector<ComponentInput>& given) {
    auto product = co_await lock_for_edit(tx, path.id, headers);
    if (!product) co_return refuse(std::move(product.error()));
    std::vector<VariantId> parts;
    std::vector<std::int64_t> quantities;
    std::vector<std::int32_t> positions;
    std::vector<Fault> faults;
    for (size_t i = 0; i < given.size(); ++i) {
        auto pointer = "/components/" + std::to_string(i) + "/variant";
        if (given[i].variant == path.variant) faults.push_back({pointer, "components.self", "a bundle is no part of itself"});
        if (std::ranges::find(parts, given[i].variant) != parts.end()) faults.push_back({pointer, "components.duplicate", "this article stands here twice; raise its quantity"});
        parts.push_back(given[i].variant);
        quantities.push_back(given[i].quantity);
        positions.push_back(std::int32_t(i));
    }
    // All of them locked in one order: nobody makes one of the parts a bundle, or this bundle a part, at the same time.
    auto involved = parts;
    involved.push_back(path.variant);
    auto states = co_await tx.ask(sql::lock_for_bundle(involved));
    auto state_of = [&](VariantId id) { return std::ranges::find(states, id, &sql::BundleState::id); };
    auto bundle = state_of(path.variant);
    if (bundle == states.end() || bundle->product != path.id) co_return refuse(variant_unknown);
    if (!given.empty() && bundle->is_part) faults.push_back({"/components", "components.nested", "this article is part of a bundle itself"});
    for (size_t i = 0; i < parts.size(); ++i) {
        auto pointer = "/components/" + std::to_string(i) + "/variant";
        auto part = state_of(parts[i]);
        if (part == states.end()) faults.push_back({pointer, "catalog.variant_unknown", "there is no such article"});
        else if (part->is_bundle) faults.push_back({pointer, "components.nested", "a bundle is no part of another"});
        else if (part->is_unique && quantities[i] > 1) faults.push_back({"/components/" + std::to_string(i) + "/quantity", "components.unique", "there is only one of it"});
    }
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    tx.send(sql::delete_components(path.variant));
    tx.send(sql::save_components(path.variant, parts, quantities, positions));
    tx.send(sql::touch_product(path.id, tx.ctx().now));
    note_changes(tx, {path.id});
    announce(tx, app);
    co_return true;
}

}  // namespace

Task<Result<http::Response>> put_components(App& app, Ctx ctx, http::Path<VariantPath> path, http::Headers<EditHeaders> headers, http::Body<Components> in) {
    if (in->components.size() > most_components) co_return refuse(refusals::invalid, {}, {{"/components", "out_of_range", "a bundle has 50 parts at most"}});
    auto body = [&](pg::Tx& tx) { return replace(tx, app, path.value, headers.value, in->components); };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await answer_detail(app, ctx, path->id);
}

}  // namespace vitrine::catalog
