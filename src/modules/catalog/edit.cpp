#include "modules/catalog/admin.h"
#include "modules/catalog/change.h"
#include "modules/catalog/sql.h"
#include "modules/catalog/variants.h"
#include "modules/catalog/window.h"

namespace vitrine::catalog {
namespace {

bool must_be_complete(Status status) { return status == Status::submitted || status == Status::approved || status == Status::published; }

Task<Result<void>> rename(pg::Tx& tx, const std::string& former, const FullProduct& product) {
    auto taken = co_await tx.ask(sql::product_states({product.slug}));
    if (!taken.empty()) co_return refuse(slug_taken, {}, {{"/slug", "catalog.slug_taken", "choose another"}});
    tx.send(sql::remember_slug("product", former, product.slug, product.id.value, tx.ctx().now));
    co_return Result<void>{};
}

Task<Result<bool>> edit(pg::Tx& tx, App& app, ProductId id, const EditHeaders& headers, const ProductChange& in) {
    auto locked = co_await lock_for_edit(tx, id, headers);
    if (!locked) co_return refuse(std::move(locked.error()));
    auto product = std::move(*locked);
    auto former_slug = product.slug, former_title = product.title;
    auto named = category_name(in.category, product.category);
    auto queued = queue_rules(tx, named.slug, named.id);
    auto variants = tx.queue(sql::full_variants(id));
    co_await tx.flush();
    if (queued.tree->empty()) co_return refuse(category_unknown, {}, {{"/category", "catalog.category_unknown", "name a category by slug or id"}});
    product.category = (*queued.tree)[0].id;

    auto rules = queued.rules();
    std::vector<Fault> faults;
    apply_change(product, in, rules, faults);
    std::vector<std::map<std::string, std::string>> of_variants;
    size_t active = 0;
    for (const auto& variant : *variants) {
        if (variant.status != "active") continue;
        ++active;
        of_variants.push_back(attribute_map(variant.attributes));
    }
    if (product.is_unique && active > 1) faults.push_back({"/is_unique", "variants.too_many", "one of a kind has one variant; archive the others first"});
    if (in.options && active > 0) check_declared(product, *variants, faults);
    if (must_be_complete(product.status)) std::ranges::move(faults_of_missing(rules.missing(product.category, attribute_map(product.attributes), of_variants)), std::back_inserter(faults));
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));

    if (product.slug != former_slug)
        if (auto renamed = co_await rename(tx, former_slug, product); !renamed) co_return refuse(std::move(renamed.error()));
    auto now = tx.ctx().now;
    if (product.brand) save_brands(tx, {*product.brand});
    tx.send(sql::write_product(id, product.slug, product.title, product.title_local, product.description, product.category, product.brand, RawJson{to_json(product.tags)},
                               product.attributes, product.seo, product.options, product.is_unique, product.published_from, product.published_until,
                               is_in_window(product, now), now));
    if (in.published_from || in.published_until) set_timers(tx, product);
    note_changes(tx, {id});
    if (product.slug != former_slug || product.title != former_title) tx.send(sql::note_linking_changes({id}));
    announce(tx, app);
    co_return true;
}

}  // namespace

Task<Result<http::Response>> edit_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<ProductChange> in) {
    Result<bool> done = false;
    try {
        auto body = [&](pg::Tx& tx) { return edit(tx, app, path->id, headers.value, in.value); };
        done = co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (error.constraint != "products_store_id_slug_key") throw;
        done = refuse(slug_taken, {}, {{"/slug", "catalog.slug_taken", "choose another"}});
    }
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await answer_detail(app, ctx, path->id);
}

}  // namespace vitrine::catalog
