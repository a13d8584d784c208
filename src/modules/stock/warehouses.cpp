#include "modules/stock/goods.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

template <class T>
std::string text_of(const std::optional<T>& value) {
    return value ? value->str() : std::string();
}

Task<Result<WarehouseView>> written(App& app, const Ctx& ctx, WarehouseId id, std::function<Task<Result<bool>>(pg::Tx&)> body) {
    try {
        auto done = co_await app.db.transaction(ctx, std::move(body));
        if (!done) co_return refuse(std::move(done.error()));
    } catch (const pg::Error& error) {
        if (error.constraint != "one_warehouse_a_code") throw;
        id = {};
    }
    if (id.is_nil()) co_return refuse(code_taken, {}, {{"/code", "stock.code_taken", "choose another code"}});
    co_return co_await find_warehouse(app, ctx, id);
}

std::optional<Refusal> faults_of(const WarehouseInput& in) {
    if (in.is_default.value_or(false) && in.is_closed.value_or(false))
        return refuse(refusals::invalid, {}, {{"/is_closed", "conflict", "the default warehouse stays open; make another one the default first"}}).error();
    return {};
}

}  // namespace

Task<Result<WarehouseView>> create_warehouse(App& app, Ctx ctx, WarehouseInput in) {
    if (auto refusal = faults_of(in)) co_return refuse(std::move(*refusal));
    auto id = WarehouseId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await tx.ask(sql::default_warehouse());  // the first one is there before any other
        if (in.is_default.value_or(false)) tx.send(sql::clear_default());
        tx.send(sql::add_warehouse(id, in.code.str(), in.name.str(), in.country ? in.country->str() : "", text_of(in.region), text_of(in.postal_code), text_of(in.address),
                                   std::int32_t(in.priority.value_or(Whole<0, 9'999>{100})), in.is_default.value_or(false), in.is_closed.value_or(false)));
        co_return true;
    };
    co_return co_await written(app, ctx, id, body);
}

Task<Result<WarehouseView>> replace_warehouse(App& app, Ctx ctx, WarehouseId id, std::optional<std::int64_t> version, WarehouseInput in) {
    if (auto refusal = faults_of(in)) co_return refuse(std::move(*refusal));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_warehouse(id));
        if (!locked) co_return refuse(warehouse_unknown);
        if (version && *version != locked->version) co_return refuse(refusals::stale_version);
        bool stays_default = in.is_default.value_or(locked->is_default), is_closed = in.is_closed.value_or(false);
        if (locked->is_default && (!stays_default || is_closed))
            co_return refuse(refusals::invalid, {}, {{stays_default ? "/is_closed" : "/is_default", "conflict", "make another warehouse the default first"}});
        if (is_closed && locked->goods > 0) co_return refuse(not_empty, std::to_string(locked->goods) + " pieces");
        if (stays_default && !locked->is_default) tx.send(sql::clear_default());
        tx.send(sql::save_warehouse(id, in.code.str(), in.name.str(), in.country ? in.country->str() : "", text_of(in.region), text_of(in.postal_code), text_of(in.address),
                                    std::int32_t(in.priority.value_or(Whole<0, 9'999>{100})), stays_default, is_closed));
        co_return true;
    };
    co_return co_await written(app, ctx, id, body);
}

Task<Result<WarehouseView>> find_warehouse(App& app, Ctx ctx, WarehouseId id) {
    auto row = co_await app.db.read(ctx, sql::find_warehouse(id));
    if (!row) co_return refuse(warehouse_unknown);
    co_return std::move(*row);
}

Task<WarehouseList> list_warehouses(App& app, Ctx ctx) { co_return WarehouseList{co_await app.db.read(ctx, sql::list_warehouses())}; }

}  // namespace vitrine::stock
