#include "modules/catalog/admin.h"
#include "modules/catalog/change.h"
#include "modules/catalog/sql.h"
#include "modules/catalog/window.h"

namespace vitrine::catalog {
namespace {

Task<bool> slug_is_free(pg::Tx& tx, const std::string& slug) { co_return (co_await tx.ask(sql::product_states({slug}))).empty(); }

/// The wished one, or one made from the title with a number behind it while the plain one is taken.
Task<Result<std::string>> choose_slug(pg::Tx& tx, const ProductChange& in, ProductId id) {
    if (in.slug) {
        if (co_await slug_is_free(tx, in.slug->str())) co_return in.slug->str();
        co_return refuse(slug_taken, {}, {{"/slug", "catalog.slug_taken", "choose another"}});
    }
    auto plain = slug_from(in.title->str(), id), slug = plain;
    for (int number = 2; number < 100; ++number) {
        if (co_await slug_is_free(tx, slug)) co_return slug;
        slug = plain + "-" + std::to_string(number);
    }
    co_return plain + "-" + uuid_base32(id.value).substr(14);
}

std::vector<Fault> faults_of_absence(const ProductChange& in) {
    std::vector<Fault> faults;
    if (!in.title) faults.push_back({"/title", "required", "this member is missing"});
    if (!in.category) faults.push_back({"/category", "required", "this member is missing"});
    return faults;
}

Task<Result<bool>> insert(pg::Tx& tx, App& app, const ProductChange& in, ProductId id) {
    auto named = category_name(in.category, {});
    auto queued = queue_rules(tx, named.slug, named.id);
    co_await tx.flush();
    if (queued.tree->empty()) co_return refuse(category_unknown, {}, {{"/category", "catalog.category_unknown", "name a category by slug or id"}});
    auto slug = co_await choose_slug(tx, in, id);
    if (!slug) co_return refuse(std::move(slug.error()));

    FullProduct product;
    product.id = id;
    product.category = (*queued.tree)[0].id;
    product.attributes = product.seo = {"{}"};
    product.options = {"[]"};
    std::vector<Fault> faults;
    apply_change(product, in, queued.rules(), faults);
    product.slug = *slug;
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));

    auto now = tx.ctx().now;
    if (product.brand) save_brands(tx, {*product.brand});
    tx.send(sql::insert_product(id, product.slug, product.title, product.title_local, product.description, product.category, product.brand, RawJson{to_json(product.tags)},
                                product.attributes, product.seo, product.options, product.is_unique, product.published_from, product.published_until,
                                is_in_window(product, now), 0, now));
    tx.send(sql::forget_slug("product", product.slug));
    set_timers(tx, product);
    note_changes(tx, {id});
    announce(tx, app);
    co_return true;
}

}  // namespace

Task<Result<http::Response>> create_product(App& app, Ctx ctx, http::Body<ProductChange> in) {
    if (auto faults = faults_of_absence(in.value); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto id = ProductId::next(ctx.now);
    Result<bool> made = false;
    try {
        auto body = [&](pg::Tx& tx) { return insert(tx, app, in.value, id); };
        made = co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (error.constraint != "products_store_id_slug_key") throw;
        made = refuse(slug_taken, {}, {{"/slug", "catalog.slug_taken", "choose another"}});  // somebody was faster
    }
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await answer_detail(app, ctx, id, 201);
}

}  // namespace vitrine::catalog
