// Deleting: first out of sight, and back again; for good only when nothing refers to it.
#include "modules/catalog/admin.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

std::vector<Referrer>& referrers() {
    static std::vector<Referrer> all;
    return all;
}

Task<Result<bool>> hide(pg::Tx& tx, App& app, ProductId id, const EditHeaders& headers) {
    auto product = co_await lock_for_edit(tx, id, headers);
    if (!product) co_return refuse(std::move(product.error()));
    tx.send(sql::set_deleted(id, tx.ctx().now, tx.ctx().now));
    note_changes(tx, {id});
    tx.send(sql::note_linking_changes({id}));
    announce(tx, app);
    co_return true;
}

/// Who still refers to these variants, each with how often.
Task<std::vector<Fault>> find_referrers(pg::Tx& tx, ProductId id, const std::vector<VariantId>& variants) {
    std::vector<Fault> faults;
    auto bundles = tx.queue(sql::bundles_with_parts_of(id));
    std::vector<std::pair<std::string, pg::Later<std::int64_t>>> counts;
    for (const auto& referrer : referrers())
        if (referrer.count) counts.emplace_back(referrer.what, tx.queue(referrer.count(variants)));
    co_await tx.flush();
    for (const auto& title : *bundles) faults.push_back({"", "bundles", "it is part of the bundle " + title});
    for (auto& [what, count] : counts)
        if (*count > 0) faults.push_back({"", what, std::to_string(*count) + " of " + what + " refer to it"});
    co_return faults;
}

Task<Result<bool>> destroy(pg::Tx& tx, ProductId id, const EditHeaders& headers) {
    auto product = co_await tx.ask(sql::lock_product(id));
    if (!product) co_return refuse(product_unknown);
    if (auto refusal = check_version(headers, product->version)) co_return refuse(std::move(*refusal));
    if (!product->deleted_at) co_return refuse(not_deleted);
    auto variants = co_await tx.ask(sql::lock_variants(id));
    if (auto faults = co_await find_referrers(tx, id, variants); !faults.empty()) co_return refuse(still_referred, {}, std::move(faults));
    for (const auto& referrer : referrers())
        if (referrer.forget) tx.send(referrer.forget(variants));
    tx.send(sql::delete_variants(id));
    tx.send(sql::delete_product(id, product->status, tx.ctx().actor, tx.ctx().now));
    co_return true;
}

Task<Result<bool>> bring_back(pg::Tx& tx, App& app, ProductId id, const EditHeaders& headers) {
    auto product = co_await tx.ask(sql::lock_product(id));
    if (!product) co_return refuse(product_unknown);
    if (auto refusal = check_version(headers, product->version)) co_return refuse(std::move(*refusal));
    tx.send(sql::set_deleted(id, std::nullopt, tx.ctx().now));
    note_changes(tx, {id});
    tx.send(sql::note_linking_changes({id}));
    announce(tx, app);
    co_return true;
}

}  // namespace

void register_referrer(Referrer referrer) {
    for (auto& known : referrers())
        if (known.what == referrer.what) return void(known = referrer);  // a test program plugs in more than once
    referrers().push_back(std::move(referrer));
}

Task<Result<http::NoContent>> delete_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Query<DeleteQuery> query) {
    bool for_good = query->for_good.value_or(false);
    if (for_good && !ctx.may("products:destroy")) co_return refuse(refusals::forbidden, "deleting for good needs the permission products:destroy");
    auto body = [&](pg::Tx& tx) { return for_good ? destroy(tx, path->id, headers.value) : hide(tx, app, path->id, headers.value); };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_await settle(app);
    co_return http::NoContent{};
}

Task<Result<http::Response>> restore_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers) {
    auto body = [&](pg::Tx& tx) { return bring_back(tx, app, path->id, headers.value); };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await answer_detail(app, ctx, path->id);
}

}  // namespace vitrine::catalog
