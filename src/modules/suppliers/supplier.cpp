#include "modules/suppliers/supplier.h"

#include "modules/stores/api.h"
#include "modules/suppliers/publish.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr std::int64_t usual_priority = 100;
constexpr std::int32_t items_at_once = 500;

SupplierView view_of(const SupplierRow& row) {
    SupplierView view{.id = row.id, .version = row.version, .code = row.code, .name = row.name, .state = row.state, .priority = row.priority};
    view.currency = *Currency::parse(row.currency);
    view.notes = row.notes;
    view.created_at = row.created_at, view.updated_at = row.updated_at;
    return view;
}

Task<std::vector<SupplierView>> with_counts(App& app, const Ctx& ctx, const std::vector<SupplierRow>& rows) {
    std::vector<SupplierId> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    auto counts = co_await app.db.read(ctx, sql::offer_counts(ids));
    std::vector<SupplierView> out;
    for (const auto& row : rows) {
        out.push_back(view_of(row));
        for (const auto& count : counts)
            if (count.supplier == row.id) out.back().offers = count.offers, out.back().available = count.available, out.back().best = count.best;
    }
    co_return out;
}

/// Whoever comes second with a code is told.
template <class Body>
Task<Result<bool>> unless_taken(App& app, const Ctx& ctx, Body& body) {
    try {
        co_return co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (!error.is_unique_violation() || error.constraint != "supplier_codes_are_unique") throw;
    }
    co_return refuse(code_taken, {}, {{"/code", "taken", "another supplier has this code"}});
}

}  // namespace

Task<SupplierList> list_suppliers(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_suppliers());
    co_return SupplierList{co_await with_counts(app, ctx, rows)};
}

Task<Result<SupplierView>> find_supplier(App& app, Ctx ctx, SupplierId id) {
    auto row = co_await app.db.read(ctx, sql::find_supplier(id));
    if (!row) co_return refuse(supplier_not_found);
    std::vector<SupplierRow> one{std::move(*row)};
    auto views = co_await with_counts(app, ctx, one);
    co_return std::move(views.front());
}

Task<Result<SupplierView>> create_supplier(App& app, Ctx ctx, SupplierInput in) {
    auto id = SupplierId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add_supplier(id, in.code.str(), in.name.str(), in.state.value_or(SupplierState::active), in.priority ? in.priority->value : usual_priority, std::string(in.currency.code()),
                                  in.notes ? in.notes->str() : ""));
        tx.send(sql::note_change("supplier.added", id.text(), 1, RawJson{to_json(in)}));
        co_return true;
    };
    auto made = co_await unless_taken(app, ctx, body);
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await find_supplier(app, ctx, id);
}

Task<Result<SupplierView>> replace_supplier(App& app, Ctx ctx, SupplierId id, std::optional<std::int64_t> version, SupplierInput in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_supplier(id));
        if (!row) co_return refuse(supplier_not_found);
        if (version && *version != row->version) co_return refuse(refusals::stale_version);
        auto state = in.state.value_or(SupplierState::active);
        auto priority = in.priority ? in.priority->value : usual_priority;
        auto now = co_await tx.ask(sql::replace_supplier(id, in.code.str(), in.name.str(), state, priority, std::string(in.currency.code()), in.notes ? in.notes->str() : ""));
        tx.send(sql::note_change("supplier.changed", id.text(), now, RawJson{to_json(in)}));
        bool changes_choices = state != row->state || priority != row->priority;
        if (changes_choices) jobs::later(tx, std::string(rejudge_job), id.text(), ctx.now, RejudgeOffers{id});
        co_return true;
    };
    auto replaced = co_await unless_taken(app, ctx, body);
    if (!replaced) co_return refuse(std::move(replaced.error()));
    co_return co_await find_supplier(app, ctx, id);
}

Task<void> rejudge_offers(App& app, const jobs::Attempt& attempt, const RejudgeOffers& what) {
    auto store = app.stores->known(attempt.ctx.store);
    auto writer = co_await imports::open_writer(app.db, attempt.ctx, store->currency);
    ItemId after;
    for (bool is_over = false; !is_over;) {
        auto body = [&](pg::Tx& tx) -> Task<Result<ItemId>> {
            auto ids = co_await tx.ask(sql::items_of_supplier(what.supplier, after, items_at_once));
            if (ids.empty()) co_return ItemId{};
            auto items = co_await tx.ask(sql::lock_items(ids));
            co_await republish(tx, writer, store->currency, std::move(items));
            tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
            co_return ids.back();
        };
        auto last = co_await app.db.transaction(attempt.ctx, body);
        after = *last;
        is_over = after == ItemId{};
    }
}

}  // namespace vitrine::suppliers
