#include "modules/catalog/admin.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

/// What keeps a product from leaving its draft, as one refusal.
Task<Result<void>> check_complete(pg::Tx& tx, const FullProduct& product) {
    auto queued = queue_rules(tx, "", product.category);
    auto variants = tx.queue(sql::full_variants(product.id));
    co_await tx.flush();
    std::vector<std::map<std::string, std::string>> of_variants;
    for (const auto& variant : *variants)
        if (variant.status == "active") of_variants.push_back(attribute_map(variant.attributes));
    auto faults = faults_of_missing(queued.rules().missing(product.category, attribute_map(product.attributes), of_variants));
    if (of_variants.empty()) faults.push_back({"/variants", "variants.none", "a product needs an article that can be bought"});
    if (!faults.empty()) co_return refuse(incomplete, {}, std::move(faults));
    co_return Result<void>{};
}

Task<Result<bool>> make_move(pg::Tx& tx, App& app, ProductId id, const EditHeaders& headers, const MoveProduct& in) {
    auto product = co_await tx.ask(sql::lock_product(id));
    if (!product || product->deleted_at) co_return refuse(product_unknown);
    if (headers.if_match)
        if (auto refusal = check_version(headers, product->version)) co_return refuse(std::move(*refusal));
    const auto& ctx = tx.ctx();
    auto reason = in.reason ? in.reason->str() : std::string();
    auto to = move(product->status, in.verb, reason, ctx.may(permission_of(in.verb)));
    if (!to) co_return refuse(std::move(to.error()));
    if (*to == Status::submitted || *to == Status::published)
        if (auto complete = co_await check_complete(tx, *product); !complete) co_return refuse(std::move(complete.error()));
    tx.send(sql::move_products({id}, {product->status}, in.verb, *to, reason, ctx.actor, ctx.now));
    note_changes(tx, {id});
    if (*to == Status::published || product->status == Status::published) tx.send(sql::note_linking_changes({id}));
    announce(tx, app);
    co_return true;
}

}  // namespace

Task<Result<http::Response>> move_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<MoveProduct> in) {
    auto body = [&](pg::Tx& tx) { return make_move(tx, app, path->id, headers.value, in.value); };
    auto moved = co_await app.db.transaction(ctx, body);
    if (!moved) co_return refuse(std::move(moved.error()));
    co_return co_await answer_detail(app, ctx, path->id);
}

}  // namespace vitrine::catalog
