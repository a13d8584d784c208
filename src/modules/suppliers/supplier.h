#pragma once
// Whoever offers goods, and the rates his money is counted at.
#include "core/shape.h"
#include "core/whole.h"
#include "modules/suppliers/api.h"

namespace vitrine::suppliers {

enum class SupplierState { active, paused };
SHAPE_ENUM(SupplierState, active, paused)

struct SupplierInput {
    Slug code;                                   ///< once in a store
    Text<1, 120> name;
    std::optional<SupplierState> state;          ///< paused: his offers are not sold
    std::optional<Whole<0, 1'000>> priority;     ///< of two equal offers the lower number is preferred; 100 unless said
    Currency currency;                           ///< of feeds that name none
    std::optional<Text<0, 2'000>> notes;
};
SHAPE(SupplierInput, code, name, state, priority, currency, notes)

struct SupplierView {
    SupplierId id;
    std::int64_t version = 1;
    std::string code, name;
    SupplierState state = SupplierState::active;
    std::int64_t priority = 100;
    Currency currency;
    std::string notes;
    std::int64_t offers = 0, available = 0, best = 0;   ///< listed, of those to be had, of those sold by the shop
    Instant created_at{}, updated_at{};
};
SHAPE(SupplierView, id, version, code, name, state, priority, currency, notes, offers, available, best, created_at, updated_at)
struct SupplierList {
    std::vector<SupplierView> items;
};
SHAPE(SupplierList, items)

/// From a day on, one major unit of `currency` is so much of the store's.
struct RateInput {
    Currency currency;
    Text<10, 10> from;                           ///< "2026-12-01"
    Text<1, 30> rate;                            ///< "278.35", up to nine digits behind the point
};
SHAPE(RateInput, currency, from, rate)
struct RateView {
    Currency currency;
    std::string from, rate, actor;
    Instant set_at{};
};
SHAPE(RateView, currency, from, rate, actor, set_at)
struct RateList {
    std::vector<RateView> items;
};
SHAPE(RateList, items)

Task<SupplierList> list_suppliers(App& app, Ctx ctx);
/// Refuses suppliers.supplier_not_found.
Task<Result<SupplierView>> find_supplier(App& app, Ctx ctx, SupplierId id);
/// Refuses suppliers.code_taken.
Task<Result<SupplierView>> create_supplier(App& app, Ctx ctx, SupplierInput in);
/// At the version the caller saw. Where his state or priority changes, whose offer is best is decided anew in the background. Refuses suppliers.supplier_not_found, suppliers.code_taken, stale_version.
Task<Result<SupplierView>> replace_supplier(App& app, Ctx ctx, SupplierId id, std::optional<std::int64_t> version, SupplierInput in);

/// All rates, by currency, the newest day first.
Task<RateList> list_rates(App& app, Ctx ctx);
/// Sets the rate of a day; another value for the same day replaces it and both stand in the audit. Repeatable.
Task<Result<RateView>> set_rate(App& app, Ctx ctx, RateInput in);

/// The decision about every piece of a supplier, in parts.
struct RejudgeOffers {
    SupplierId supplier;
};
SHAPE(RejudgeOffers, supplier)
inline constexpr std::string_view rejudge_job = "suppliers.rejudge";
Task<void> rejudge_offers(App& app, const jobs::Attempt& attempt, const RejudgeOffers& what);

}  // namespace vitrine::suppliers
