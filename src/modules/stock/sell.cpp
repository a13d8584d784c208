#include <algorithm>

#include "core/check.h"
#include "io/jobs/jobs.h"
#include "modules/stock/rules.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

Destination stored_destination(const RawJson& stored) {
    auto read = read_json<Destination>(stored.text);
    if (!read) throw std::runtime_error("the destination of a promise does not fit its shape");
    return std::move(*read);
}

std::vector<VariantId> variants_of(const std::vector<sql::Goods>& goods) {
    std::vector<VariantId> out;
    for (const auto& one : goods) out.push_back(one.variant);
    return out;
}

/// Chooses the warehouses behind the locks of the levels and writes the sale.
void write_sale(pg::Tx& tx, const std::string& order, const std::vector<sql::Goods>& goods, const std::vector<Site>& sites, const std::vector<ShelfRow>& shelves, const Destination& to) {
    std::vector<Want> wants;
    std::int64_t wanted = 0, chosen = 0;
    for (const auto& one : goods) wants.push_back({one.variant, one.quantity}), wanted += one.quantity;
    auto strategy = sites.empty() ? Strategy::priority : sites.front().strategy;
    auto taken = rules::allocate(strategy, sites, shelves, wants, to);
    std::vector<VariantId> variants;
    std::vector<WarehouseId> warehouses;
    std::vector<std::int64_t> quantities;
    for (const auto& one : taken) {
        variants.push_back(one.variant);
        warehouses.push_back(one.warehouse);
        quantities.push_back(one.quantity);
        chosen += one.quantity;
    }
    check(chosen == wanted, "what is reserved stands on the shelves of some warehouse");
    tx.send(sql::sell(order, variants, warehouses, quantities));
}

/// Sells what an order holds now, and locks no level but of that.
Task<std::vector<VariantId>> sell_held(pg::Tx& tx, std::string order, Destination to) {
    auto [goods, shelves, sites] = co_await tx.ask(sql::lock_goods(order), sql::shelves_of_order(order), sql::sites());
    if (goods.empty()) co_return std::vector<VariantId>{};
    write_sale(tx, order, goods, sites, shelves, to);
    co_return variants_of(goods);
}

}  // namespace

Task<std::vector<VariantId>> sell(pg::Tx& tx, std::string order, Destination to) {
    tx.send(sql::lock_levels_of_order(order));
    tx.send(sql::pay_promises(order, RawJson{to_json(to)}));
    co_return co_await sell_held(tx, std::move(order), std::move(to));
}

Task<void> fill(pg::Tx& tx, std::vector<VariantId> variants) {
    if (variants.empty()) co_return;
    auto filled = co_await tx.ask(sql::fill_promises(variants));
    std::vector<jobs::Publication> news;
    for (const auto& one : filled) {
        if (one.destination) co_await sell_held(tx, one.order_ref, stored_destination(*one.destination));
        news.push_back({std::string(Arrived::name), one.variant.text(), to_json(Arrived{one.order_ref, one.variant, one.quantity})});
    }
    if (!news.empty()) jobs::publish_all(tx, std::move(news));
}

void tell_low(pg::Tx& tx, const std::vector<Available>& fallen) {
    std::vector<jobs::Publication> news;
    for (const auto& one : fallen) news.push_back({std::string(LowStock::name), one.variant.text(), to_json(LowStock{one.variant, one.available})});
    if (!news.empty()) jobs::publish_all(tx, std::move(news));
}

Task<std::vector<VariantId>> take_back(pg::Tx& tx, std::string order, std::vector<Want> goods, std::string reason) {
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    for (const auto& want : goods) {
        variants.push_back(want.variant);
        quantities.push_back(want.quantity);
    }
    tx.send(sql::lock_levels(variants, lock_all));
    auto touched = co_await tx.ask(sql::take_back(order, variants, quantities, reason));
    co_await fill(tx, touched);
    co_return touched;
}

}  // namespace vitrine::stock
