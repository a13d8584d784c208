#include <algorithm>

#include "modules/catalog/change.h"
#include "modules/catalog/sql.h"
#include "modules/catalog/structure.h"

namespace vitrine::catalog {
namespace {

/// What both POST and PATCH end in: the row as it should be, checked against the tree, which is locked.
Task<Result<void>> check_place(pg::Tx& tx, const FullCategory& category) {
    if (!category.parent) co_return Result<void>{};
    auto path = co_await tx.ask(sql::category_path("", category.parent));
    if (path.empty()) co_return refuse(refusals::invalid, {}, {{"/parent", "catalog.category_unknown", "there is no such category"}});
    if (std::ranges::find(path, category.id, &CategoryRow::id) != path.end())
        co_return refuse(category_circle, {}, {{"/parent", "catalog.category_circle", "it stands in or below the category that is moved"}});
    if (path.size() >= 20) co_return refuse(refusals::invalid, {}, {{"/parent", "out_of_range", "the tree is 20 levels deep at most"}});
    co_return Result<void>{};
}

void apply(FullCategory& category, const CategoryChange& in) {
    if (in.slug) category.slug = in.slug->str();
    if (in.name) category.name = in.name->str();
    if (in.name_local) category.name_local = in.name_local.value ? std::optional(in.name_local->str()) : std::nullopt;
    if (in.parent) category.parent = in.parent.value;
    if (in.position) category.position = std::int32_t(in.position->value);
    if (in.description) category.description = in.description.value ? in.description->str() : "";
    if (in.seo) category.seo = {in.seo.value ? to_json(*in.seo.value) : "{}"};
    if (in.attribute_sets) category.attribute_sets = *in.attribute_sets;
}

void write(pg::Tx& tx, App& app, const FullCategory& category) {
    tx.send(sql::write_category(category.id, category.slug, category.name, category.name_local, category.parent, category.position, category.description, category.seo));
    tx.send(sql::write_category_sets(category.id, category.attribute_sets));
    note_store_change(tx);
    announce(tx, app);
}

Task<Result<bool>> create(pg::Tx& tx, App& app, const CategoryChange& in, CategoryId id) {
    tx.send(sql::lock_tree());
    FullCategory category{.id = id, .seo = {"{}"}};
    apply(category, in);
    if (!in.slug) category.slug = slug_from(category.name, ProductId{id.value});
    if (auto placed = co_await check_place(tx, category); !placed) co_return refuse(std::move(placed.error()));
    tx.send(sql::forget_slug("category", category.slug));
    write(tx, app, category);
    co_return true;
}

Task<Result<bool>> edit(pg::Tx& tx, App& app, CategoryId id, const EditHeaders& headers, const CategoryChange& in) {
    tx.send(sql::lock_tree());
    auto category = co_await tx.ask(sql::full_category(id));
    if (!category) co_return refuse(structure_unknown);
    if (auto refusal = check_version(headers, category->version)) co_return refuse(std::move(*refusal));
    auto former = category->slug;
    apply(*category, in);
    if (auto placed = co_await check_place(tx, *category); !placed) co_return refuse(std::move(placed.error()));
    if (category->slug != former) tx.send(sql::remember_slug("category", former, category->slug, id.value, tx.ctx().now));
    write(tx, app, *category);
    co_return true;
}

Task<Result<bool>> remove(pg::Tx& tx, App& app, CategoryId id, const EditHeaders& headers) {
    tx.send(sql::lock_tree());
    auto category = co_await tx.ask(sql::full_category(id));
    if (!category) co_return refuse(structure_unknown);
    if (auto refusal = check_version(headers, category->version)) co_return refuse(std::move(*refusal));
    auto below = co_await tx.ask(sql::categories_below(id));
    std::vector<Fault> faults;
    if (category->products > 0) faults.push_back({"", "products", std::to_string(category->products) + " products are in it"});
    if (below > 0) faults.push_back({"", "categories", std::to_string(below) + " categories stand below it"});
    if (!faults.empty()) co_return refuse(in_use, {}, std::move(faults));
    tx.send(sql::delete_category(id));
    note_store_change(tx);
    announce(tx, app);
    co_return true;
}

/// A broken constraint is an expected "no": somebody was faster, or an id names nothing.
std::optional<Refusal> refusal_of(const pg::Error& error) {
    if (error.constraint == "categories_store_id_slug_key") return refuse(slug_taken, {}, {{"/slug", "catalog.slug_taken", "choose another"}}).error();
    if (error.constraint == "category_sets_store_id_set_id_fkey")
        return refuse(refusals::invalid, {}, {{"/attribute_sets", "catalog.structure_unknown", "there is no such set of attributes"}}).error();
    return {};
}

template <class Work>
Task<Result<bool>> attempt(App& app, const Ctx& ctx, Work work) {
    Result<bool> done = false;
    try {
        done = co_await app.db.transaction(ctx, work);
    } catch (const pg::Error& error) {
        auto refusal = refusal_of(error);
        if (!refusal) throw;
        done = refuse(std::move(*refusal));
    }
    if (done) co_await settle(app);
    co_return done;
}

StructureAnswer answer(App& app, Ctx ctx, CategoryId id, int status) {
    auto category = co_await app.db.read(ctx, sql::full_category(id));
    if (!category) co_return refuse(structure_unknown);
    auto response = with_tag(to_json(*category), category->version, status);
    if (status == 201) response.set("Location", "/api/v1/admin/categories/" + id.text());
    co_return response;
}

}  // namespace

Task<Result<AdminCategories>> list_categories(App& app, Ctx ctx) { co_return AdminCategories{co_await app.db.read(ctx, sql::full_categories())}; }

StructureAnswer show_category(App& app, Ctx ctx, http::Path<CategoryPath> path) { return answer(app, std::move(ctx), path->id, 200); }

StructureAnswer create_category(App& app, Ctx ctx, http::Body<CategoryChange> in) {
    if (!in->name) co_return refuse(refusals::invalid, {}, {{"/name", "required", "this member is missing"}});
    auto id = CategoryId::next(ctx.now);
    auto work = [&](pg::Tx& tx) { return create(tx, app, in.value, id); };
    auto made = co_await attempt(app, ctx, work);
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await answer(app, ctx, id, 201);
}

StructureAnswer edit_category(App& app, Ctx ctx, http::Path<CategoryPath> path, Headers headers, http::Body<CategoryChange> in) {
    auto work = [&](pg::Tx& tx) { return edit(tx, app, path->id, headers.value, in.value); };
    auto done = co_await attempt(app, ctx, work);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await answer(app, ctx, path->id, 200);
}

Task<Result<http::NoContent>> delete_category(App& app, Ctx ctx, http::Path<CategoryPath> path, Headers headers) {
    auto work = [&](pg::Tx& tx) { return remove(tx, app, path->id, headers.value); };
    auto done = co_await attempt(app, ctx, work);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}

}  // namespace vitrine::catalog
