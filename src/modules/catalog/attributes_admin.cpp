#include <algorithm>

#include "modules/catalog/sql.h"
#include "modules/catalog/structure.h"

namespace vitrine::catalog {
namespace {

constexpr size_t most_allowed = 1'000, most_reported = 20;

bool is_code(std::string_view code) {
    return !code.empty() && code.size() <= 40 && std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

struct Draft {
    AttributeRow row;
    std::int32_t position = 0;
};

/// Values of a list are held to the kind as well, and kept in its one spelling.
void apply_allowed(AttributeRow& row, const std::vector<Text<1, 200>>& given, std::vector<Fault>& faults) {
    row.allowed.clear();
    if (given.size() > most_allowed) return faults.push_back({"/allowed", "out_of_range", "a list has 1,000 values at most"});
    auto kind = attribute_kind(row.kind);
    for (size_t i = 0; i < given.size(); ++i) {
        auto pointer = "/allowed/" + std::to_string(i);
        auto value = read_value(kind == AttributeKind::choices ? AttributeKind::choice : kind, {}, std::string_view(given[i].str()));
        if (!value) faults.push_back({pointer, std::string(value.error().code), value.error().detail});
        else if (value->find('|') != std::string::npos) faults.push_back({pointer, "attr.bad_text", "a bar separates choices: leave it out"});
        else if (std::ranges::find(row.allowed, *value) != row.allowed.end()) faults.push_back({pointer, "attr.duplicate", "this value stands here twice"});
        else row.allowed.push_back(std::move(*value));
    }
}

void apply(Draft& draft, const AttributeChange& in, std::vector<Fault>& faults) {
    auto& row = draft.row;
    if (in.name) row.name = in.name->str();
    if (in.kind) row.kind = shape_name(*in.kind);
    if (in.allowed) apply_allowed(row, *in.allowed, faults);
    if (in.unit) row.unit = in.unit.value ? std::optional(in.unit->str()) : std::nullopt;
    if (in.is_facet) row.is_facet = *in.is_facet;
    if (in.is_searchable) row.is_searchable = *in.is_searchable;
    if (in.is_sortable) row.is_sortable = *in.is_sortable;
    if (in.is_required) row.is_required = *in.is_required;
    if (in.position) draft.position = std::int32_t(in.position->value);
    auto kind = attribute_kind(row.kind);
    bool chooses = kind == AttributeKind::choice || kind == AttributeKind::choices;
    if (chooses && row.allowed.empty()) faults.push_back({"/allowed", "required", "a choice needs a list to choose from"});
    bool lists = chooses || kind == AttributeKind::text || kind == AttributeKind::number;
    if (!lists && !row.allowed.empty()) faults.push_back({"/allowed", "attr.wrong_type", "this kind has no list"});
    bool measures = kind == AttributeKind::number || kind == AttributeKind::dimension;
    if (!measures && row.unit) faults.push_back({"/unit", "attr.wrong_type", "only numbers and dimensions have a unit"});
}

void write(pg::Tx& tx, App& app, const Draft& draft) {
    const auto& row = draft.row;
    tx.send(sql::write_attribute(row.code, row.name, row.kind, row.allowed, row.unit, row.is_facet, row.is_searchable, row.is_sortable, row.is_required, draft.position));
    note_store_change(tx);
    announce(tx, app);
}

Task<Result<bool>> create(pg::Tx& tx, App& app, const AttributeChange& in) {
    Draft draft{.row = {.code = in.code->str(), .name = in.name->str(), .kind = "text"}};
    std::vector<Fault> faults;
    apply(draft, in, faults);
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto known = co_await tx.ask(sql::lock_attribute(draft.row.code));
    if (known) co_return refuse(name_taken, {}, {{"/code", "catalog.name_taken", "choose another"}});
    write(tx, app, draft);
    co_return true;
}

/// The values that goods have and that the new definition would not take, or would spell otherwise.
Task<std::vector<Fault>> find_misfits(pg::Tx& tx, const AttributeRow& row) {
    auto values = co_await tx.ask(sql::values_in_use(row.code));
    std::vector<Fault> faults;
    for (const auto& value : values) {
        auto read = read_value(attribute_kind(row.kind), row.allowed, std::string_view(value));
        if ((!read || *read != value) && faults.size() < most_reported) faults.push_back({"", "attr.in_use", "goods have the value " + value});
    }
    co_return faults;
}

Task<Result<bool>> edit(pg::Tx& tx, App& app, const std::string& code, const EditHeaders& headers, const AttributeChange& in) {
    auto known = co_await tx.ask(sql::lock_attribute(code));
    if (!known) co_return refuse(structure_unknown);
    if (auto refusal = check_version(headers, known->version)) co_return refuse(std::move(*refusal));
    Draft draft{.row = {.code = known->code, .name = known->name, .kind = known->kind, .allowed = known->allowed, .is_facet = known->is_facet, .unit = known->unit,
                        .is_searchable = known->is_searchable, .is_sortable = known->is_sortable, .is_required = known->is_required},
                .position = known->position};
    std::vector<Fault> faults;
    if (in.code && in.code->str() != code) faults.push_back({"/code", "attr.code_stays", "a code stays for good; make another attribute"});
    apply(draft, in, faults);
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    if (draft.row.kind != known->kind || draft.row.allowed != known->allowed)
        if (auto misfits = co_await find_misfits(tx, draft.row); !misfits.empty()) co_return refuse(in_use, "change those goods first", std::move(misfits));
    write(tx, app, draft);
    co_return true;
}

Task<Result<bool>> remove(pg::Tx& tx, App& app, const std::string& code, const EditHeaders& headers) {
    auto known = co_await tx.ask(sql::lock_attribute(code));
    if (!known) co_return refuse(structure_unknown);
    if (auto refusal = check_version(headers, known->version)) co_return refuse(std::move(*refusal));
    auto [values, sets] = co_await tx.ask(sql::values_in_use(code), sql::sets_with(code));
    std::vector<Fault> faults;
    if (!values.empty()) faults.push_back({"", "products", "goods have " + std::to_string(values.size()) + " values of it"});
    for (const auto& name : sets) faults.push_back({"", "attribute_sets", "it belongs to the set " + name});
    if (!faults.empty()) co_return refuse(in_use, {}, std::move(faults));
    tx.send(sql::delete_attribute(code));
    note_store_change(tx);
    announce(tx, app);
    co_return true;
}

StructureAnswer answer(App& app, Ctx ctx, const std::string& code, int status) {
    co_await settle(app);
    auto all = co_await app.db.read(ctx, sql::attributes());
    auto found = std::ranges::find(all, code, &AttributeRow::code);
    if (found == all.end()) co_return refuse(structure_unknown);
    auto response = with_tag(to_json(*found), found->version, status);
    if (status == 201) response.set("Location", "/api/v1/admin/attributes/" + code);
    co_return response;
}

}  // namespace

Task<Result<AdminAttributes>> list_attributes(App& app, Ctx ctx) { co_return AdminAttributes{co_await app.db.read(ctx, sql::attributes())}; }

StructureAnswer create_attribute(App& app, Ctx ctx, http::Body<AttributeChange> in) {
    std::vector<Fault> faults;
    if (!in->code || !is_code(in->code->str())) faults.push_back({"/code", "attr.code_malformed", "use 1 to 40 small letters, digits and underscores"});
    if (!in->name) faults.push_back({"/name", "required", "this member is missing"});
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    Result<bool> made = false;
    try {
        auto body = [&](pg::Tx& tx) { return create(tx, app, in.value); };
        made = co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (!error.is_unique_violation()) throw;
        made = refuse(name_taken, {}, {{"/code", "catalog.name_taken", "choose another"}});
    }
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await answer(app, ctx, in->code->str(), 201);
}

StructureAnswer edit_attribute(App& app, Ctx ctx, http::Path<AttributePath> path, Headers headers, http::Body<AttributeChange> in) {
    auto body = [&](pg::Tx& tx) { return edit(tx, app, path->code, headers.value, in.value); };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await answer(app, ctx, path->code, 200);
}

Task<Result<http::NoContent>> delete_attribute(App& app, Ctx ctx, http::Path<AttributePath> path, Headers headers) {
    auto body = [&](pg::Tx& tx) { return remove(tx, app, path->code, headers.value); };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return http::NoContent{};
}

}  // namespace vitrine::catalog
