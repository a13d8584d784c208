#include "modules/catalog/sql.h"
#include "modules/catalog/structure.h"

namespace vitrine::catalog {
namespace {

Task<Result<bool>> save(pg::Tx& tx, App& app, BrandId id, const EditHeaders* headers, const BrandChange& in) {
    auto known = co_await tx.ask(sql::lock_brand(id));
    if (headers) {
        if (!known) co_return refuse(structure_unknown);
        if (auto refusal = check_version(*headers, known->version)) co_return refuse(std::move(*refusal));
    }
    auto brand = known.value_or(BrandRow{.id = id});
    if (in.name) brand.name = in.name->str();
    if (in.description) brand.description = in.description.value ? in.description->str() : "";
    if (in.website) brand.website = in.website.value ? std::optional(in.website->str()) : std::nullopt;
    tx.send(sql::write_brand(id, brand.name, brand.description, brand.website));
    if (known && in.name) note_store_change(tx);  // every product of the brand shows its name
    announce(tx, app);
    co_return true;
}

Task<Result<bool>> remove(pg::Tx& tx, BrandId id, const EditHeaders& headers) {
    auto brand = co_await tx.ask(sql::lock_brand(id));
    if (!brand) co_return refuse(structure_unknown);
    if (auto refusal = check_version(headers, brand->version)) co_return refuse(std::move(*refusal));
    if (brand->products > 0) co_return refuse(in_use, {}, {{"", "products", std::to_string(brand->products) + " products are of this brand"}});
    tx.send(sql::delete_brand(id));
    co_return true;
}

StructureAnswer answer(App& app, Ctx ctx, BrandId id, const EditHeaders* headers, const BrandChange& in) {
    Result<bool> done = false;
    try {
        auto body = [&](pg::Tx& tx) { return save(tx, app, id, headers, in); };
        done = co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (error.constraint != "brands_store_id_name_key") throw;
        done = refuse(name_taken, {}, {{"/name", "catalog.name_taken", "choose another"}});
    }
    if (!done) co_return refuse(std::move(done.error()));
    co_await settle(app);
    auto brand = co_await app.db.read(ctx, sql::show_brand(id));
    if (!brand) co_return refuse(structure_unknown);
    auto response = with_tag(to_json(*brand), brand->version, headers ? 200 : 201);
    if (!headers) response.set("Location", "/api/v1/admin/brands/" + id.text());
    co_return response;
}

}  // namespace

Task<Result<AdminBrands>> list_brands(App& app, Ctx ctx) { co_return AdminBrands{co_await app.db.read(ctx, sql::all_brands())}; }

StructureAnswer create_brand(App& app, Ctx ctx, http::Body<BrandChange> in) {
    if (!in->name) co_return refuse(refusals::invalid, {}, {{"/name", "required", "this member is missing"}});
    co_return co_await answer(app, ctx, BrandId::next(ctx.now), nullptr, in.value);
}

StructureAnswer edit_brand(App& app, Ctx ctx, http::Path<BrandPath> path, Headers headers, http::Body<BrandChange> in) {
    co_return co_await answer(app, ctx, path->id, &headers.value, in.value);
}

Task<Result<http::NoContent>> delete_brand(App& app, Ctx ctx, http::Path<BrandPath> path, Headers headers) {
    auto body = [&](pg::Tx& tx) { return remove(tx, path->id, headers.value); };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}

}  // namespace vitrine::catalog
