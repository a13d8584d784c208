#include <algorithm>

#include "modules/catalog/sql.h"
#include "modules/catalog/structure.h"

namespace vitrine::catalog {
namespace {

std::vector<SetView> views(const std::vector<AttributeSetRow>& sets, const std::vector<SetMember>& members) {
    std::vector<SetView> out;
    for (const auto& set : sets) {
        out.push_back({set.id, set.name, set.version, {}});
        for (const auto& member : members)
            if (member.set == set.id) out.back().attributes.push_back({member.code, member.is_required});
    }
    return out;
}

Task<Result<bool>> save(pg::Tx& tx, App& app, AttributeSetId id, const EditHeaders* headers, const SetChange& in) {
    auto [known, definitions] = co_await tx.ask(sql::lock_set(id), sql::attributes());
    if (headers) {
        if (!known) co_return refuse(structure_unknown);
        if (auto refusal = check_version(*headers, known->version)) co_return refuse(std::move(*refusal));
    }
    std::vector<Fault> faults;
    std::vector<std::string> codes;
    std::vector<std::int32_t> positions, required_flags;
    for (size_t i = 0; in.attributes && i < in.attributes->size(); ++i) {
        const auto& member = (*in.attributes)[i];
        auto pointer = "/attributes/" + std::to_string(i) + "/code";
        if (std::ranges::find(definitions, member.code, &AttributeRow::code) == definitions.end()) faults.push_back({pointer, "attr.unknown", "the shop has no attribute with this code"});
        if (std::ranges::find(codes, member.code) != codes.end()) faults.push_back({pointer, "attr.duplicate", "this attribute stands here twice"});
        codes.push_back(member.code);
        positions.push_back(std::int32_t(i));
        required_flags.push_back(member.is_required.value_or(false));
    }
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    tx.send(sql::write_set(id, in.name ? in.name->str() : known->name));
    if (in.attributes) {
        tx.send(sql::clear_set(id));
        tx.send(sql::write_set_members(id, codes, positions, required_flags));
    }
    announce(tx, app);
    co_return true;
}

StructureAnswer answer(App& app, Ctx ctx, AttributeSetId id, const EditHeaders* headers, const SetChange& in) {
    Result<bool> done = false;
    try {
        auto body = [&](pg::Tx& tx) { return save(tx, app, id, headers, in); };
        done = co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (error.constraint != "attribute_sets_store_id_name_key") throw;
        done = refuse(name_taken, {}, {{"/name", "catalog.name_taken", "choose another"}});
    }
    if (!done) co_return refuse(std::move(done.error()));
    auto all = co_await list_sets(app, ctx);
    auto found = std::ranges::find(all->items, id, &SetView::id);
    if (found == all->items.end()) co_return refuse(structure_unknown);
    auto response = with_tag(to_json(*found), found->version, headers ? 200 : 201);
    if (!headers) response.set("Location", "/api/v1/admin/attribute-sets/" + id.text());
    co_return response;
}

}  // namespace

Task<Result<AdminSets>> list_sets(App& app, Ctx ctx) {
    auto sets = co_await app.db.read(ctx, sql::all_sets());
    auto members = co_await app.db.read(ctx, sql::set_members());
    co_return AdminSets{views(sets, members)};
}

StructureAnswer create_set(App& app, Ctx ctx, http::Body<SetChange> in) {
    if (!in->name) co_return refuse(refusals::invalid, {}, {{"/name", "required", "this member is missing"}});
    co_return co_await answer(app, ctx, AttributeSetId::next(ctx.now), nullptr, in.value);
}

StructureAnswer edit_set(App& app, Ctx ctx, http::Path<SetPath> path, Headers headers, http::Body<SetChange> in) {
    co_return co_await answer(app, ctx, path->id, &headers.value, in.value);
}

Task<Result<http::NoContent>> delete_set(App& app, Ctx ctx, http::Path<SetPath> path, Headers headers) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto known = co_await tx.ask(sql::lock_set(path->id));
        if (!known) co_return refuse(structure_unknown);
        if (auto refusal = check_version(headers.value, known->version)) co_return refuse(std::move(*refusal));
        auto used = co_await tx.ask(sql::categories_with(path->id));
        if (used > 0) co_return refuse(in_use, {}, {{"", "categories", std::to_string(used) + " categories have it"}});
        tx.send(sql::delete_set(path->id));
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}

}  // namespace vitrine::catalog
