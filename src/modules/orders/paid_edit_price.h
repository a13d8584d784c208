#pragma once
#include "modules/orders/paid_edit_rules.h"
#include "modules/orders/refund_rules.h"

namespace vitrine::orders {

/// An edit's plan by the rules of this moment. Pure but for reading memory. `given`: the order as money, with what was given back. `parts`: of the bundles among the order's lines.
/// `later`: the deliveries that earlier edits have added.
/// Refuses as open_paid_edit, where stock and version are not concerned.
Result<PaidEditPlan> plan_paid_edit(const App& app, const Ctx& ctx, const OrderView& order, const rules::RefundState& given, const std::vector<rules::LinePart>& parts,
                                    const std::vector<LaterDelivery>& later, const PaidEditWish& wish);

/// Pure. The order as a quote wants it for its way of delivery: what it shall hold, there where it shall go.
quotes::Wanted delivery_wish(const OrderView& order, const PaidEditWish& wish);

}  // namespace vitrine::orders
