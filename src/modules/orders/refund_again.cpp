// A refund whose money could not be given back: another try, another way, or never mind.
#include <algorithm>
#include <map>

#include "core/check.h"
#include "modules/ledger/api.h"
#include "modules/orders/refund_load.h"

namespace vitrine::orders {
namespace {

struct Found {
    LoadedRefunds loaded;
    OrderRefundView refund;
};

Task<Result<Found>> find(pg::Tx& tx, OrderId order, OrderRefundId id) {
    tx.send(sql::lock_order(order));
    auto loaded = co_await load_refunds(tx, order);
    if (!loaded) co_return refuse(refund_not_found);
    auto views = views_of(*loaded);
    auto refund = std::ranges::find(views, id, &OrderRefundView::id);
    if (refund == views.end()) co_return refuse(refund_not_found);
    co_return Found{std::move(*loaded), std::move(*refund)};
}

bool has_failed(const RefundPartView& part) { return !part.is_replaced && part.state == "failed"; }

Task<OrderRefundView> look(pg::Tx& tx, OrderId order, OrderRefundId id) {
    auto loaded = co_await load_refunds(tx, order);
    auto views = views_of(*loaded);
    co_return std::move(*std::ranges::find(views, id, &OrderRefundView::id));
}

/// Each failed part is replaced by parts of the same amount: what the buyer has got back since without a refund is only written down, the rest is sent. The books
/// need nothing: `refunds` has owed it all the time.
Task<Result<std::vector<payments::RefundId>>> replace_failed(pg::Tx& tx, const Found& found, RefundTo to) {
    if (found.refund.state != RefundProgress::failed) co_return refuse(refund_not_failed);
    auto sources = co_await lock_sources(tx, found.loaded);
    auto gone = sources.left.gone;
    auto own = gone.size() - sources.left.gone_of.size();
    std::map<PaymentId, Money> left;
    std::vector<PartToGive> again;
    auto next = std::int64_t(found.refund.parts.size());
    for (size_t i = 0; i < found.refund.parts.size(); ++i) {
        const auto& part = found.refund.parts[i];
        if (!has_failed(part)) continue;
        tx.send(sql::replace_refund_part(found.refund.id, std::int64_t(i) + 1));
        auto payment = std::ranges::find(found.loaded.payments, *part.refund, &payments::RefundView::id)->payment;
        const auto* source = sources.of(payment);
        auto rest = part.amount;
        for (size_t n = 0; n < gone.size(); ++n) {
            auto of = n < own ? found.loaded.order.payment : sources.left.gone_of[n - own];
            auto had = std::min(gone[n].amount, rest);
            if (had.is_zero()) continue;
            again.push_back({found.refund.id, ++next, {RefundWay::payment, had, gone[n], of}, found.refund.reason});
            gone[n].amount -= had;
            rest -= had;
        }
        auto& there = left.try_emplace(payment, source ? source->left() : Money{0, rest.currency}).first->second;
        if (there < rest) co_return refuse(refund_too_large, "Left: " + format_for_people(there));
        there -= rest;
        auto way = to == RefundTo::store_credit ? RefundWay::store_credit : RefundWay::payment;
        if (!rest.is_zero()) again.push_back({found.refund.id, ++next, {way, rest, {}, payment}, found.refund.reason});
    }
    jobs::publish(tx, found.loaded.order.id.text(), RefundGranted{found.loaded.order.id, found.refund.id.text(), found.refund.amount});
    co_return co_await give_parts(tx, found.loaded.order, sources, std::move(again));
}

}  // namespace

Task<Result<OrderRefundView>> retry_refund(App& app, Ctx ctx, OrderId order, OrderRefundId id, RefundTo to) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<payments::RefundId>>> {
        auto found = co_await find(tx, order, id);
        if (!found) co_return refuse(std::move(found.error()));
        co_return co_await replace_failed(tx, *found, to);
    };
    auto promised = co_await app.db.transaction(ctx, body);
    if (!promised) co_return refuse(std::move(promised.error()));
    for (auto refund : *promised) {
        auto carried = co_await payments::carry_out_refund(app, ctx, refund);
        check(carried.has_value(), "a promised refund is there");
    }
    auto seen = [&](pg::Tx& tx) -> Task<Result<OrderRefundView>> { co_return co_await look(tx, order, id); };
    co_return co_await app.db.transaction(ctx, seen, {.read_only = true});
}

Task<Result<OrderRefundView>> withdraw_refund(App& app, Ctx ctx, OrderId order, OrderRefundId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<OrderRefundView>> {
        auto found = co_await find(tx, order, id);
        if (!found) co_return refuse(std::move(found.error()));
        auto& refund = found->refund;
        if (refund.state == RefundProgress::withdrawn) co_return refund;
        bool is_untouched = std::ranges::all_of(refund.parts, [](const auto& part) { return part.is_replaced || part.state == "failed"; });
        if (!is_untouched) co_return refuse(refund_not_failed, "Some of it has reached the buyer or is on its way");
        tx.send(sql::withdraw_refund(id, tx.ctx().actor, tx.ctx().now));
        ledger::reverse(tx, {.kind = "order.refunded", .reference = id.text(), .as = "order.refund_withdrawn"});
        co_await tx.flush();
        co_return co_await look(tx, order, id);
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::orders
