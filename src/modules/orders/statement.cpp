// What modules above read and write of an order inside their own transactions.
#include "core/check.h"
#include "modules/orders/refund_load.h"
#include "modules/orders/seals.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

std::vector<Seal>& seals() {
    static std::vector<Seal> all;
    return all;
}

using PackedQuery = pg::Query<std::vector<PackedLine>> (*)(const OrderId&);
PackedQuery& packing() {
    static PackedQuery query = nullptr;
    return query;
}

Refunded refunded_of(const OrderRefundView& refund) {
    Refunded out{refund.id.text(), refund.amount, refund.tax, refund.rounding, refund.allowance - refund.withheld, refund.reason, refund.created_at, {}};
    for (const auto& item : refund.items) out.items.push_back({std::string(shape_name(item.kind)), item.position, item.quantity, item.net, item.tax, item.gross, item.taxes});
    return out;
}

}  // namespace

Task<std::optional<Statement>> lock_statement(pg::Tx& tx, OrderId id) {
    tx.send(sql::lock_order(id));
    auto loaded = co_await load_refunds(tx, id);
    if (!loaded) co_return std::nullopt;
    std::vector<Refunded> refunds;
    for (const auto& refund : views_of(*loaded))
        if (refund.state == RefundProgress::succeeded) refunds.push_back(refunded_of(refund));
    co_return Statement{std::move(loaded->order), std::move(refunds)};
}

void tell(pg::Tx& tx, OrderId id, const Happening& what) { tx.send(sql::add_happening(id, what.kind, what.words, what.is_visible, tx.ctx().now)); }

void register_seal(Seal seal) {
    for (auto& known : seals())
        if (known.what == seal.what) return void(known = seal);  // a test program plugs in more than once
    seals().push_back(std::move(seal));
}

void register_packing(PackedQuery packed) { packing() = packed; }

Task<std::vector<PackedLine>> packed_lines(pg::Tx& tx, OrderId id) {
    if (!packing()) co_return std::vector<PackedLine>{};
    co_return co_await tx.ask(packing()(id));
}

Task<std::optional<OrderView>> lock_view(pg::Tx& tx, OrderId id) {
    tx.send(sql::lock_order(id));
    co_return co_await load_view(tx, id);
}

Task<std::optional<std::string>> sealed_by(pg::Tx& tx, OrderId id) {
    for (const auto& seal : seals())
        if (co_await tx.ask(seal.count(id)) > 0) co_return seal.what;
    co_return std::nullopt;
}

}  // namespace vitrine::orders
