#pragma once
// Pure decisions about edits of paid orders: what is taken back and what is added, what that comes to, and where it may go on.
#include "core/transition.h"
#include "modules/orders/later_delivery.h"
#include "modules/orders/paid_edit.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {

/// So many of an article.
struct PaidEditGoods {
    VariantId variant;
    std::int64_t quantity = 1;
};
SHAPE(PaidEditGoods, variant, quantity)
/// What a piece of an added bundle takes from the shelves.
struct PaidEditPart {
    std::int64_t position = 1;
    VariantId variant;
    std::int64_t quantity = 1;
};
SHAPE(PaidEditPart, position, variant, quantity)

/// An edit as it was decided, kept with it: nothing in it is decided later.
struct PaidEditPlan {
    std::vector<RefundLine> takes;                    ///< units of the order's lines
    bool takes_delivery = false;
    Money taken_back;                                 ///< their worth
    std::vector<RefundItemView> taken;
    std::vector<OrderLine> lines;                     ///< that are added, behind those that are there
    std::vector<PaidEditPart> parts;                  ///< of the bundles among them
    std::optional<LaterDelivery> delivery;            ///< that is added
    Money subtotal, discount, tax, tax_included, rounding, added;
    std::vector<quotes::TaxTotal> taxes;
    std::vector<quotes::DiscountTotal> discounts;
    std::string shipping_name;
    carts::Address shipping_address;
    std::optional<std::string> place_of_supply;
    std::vector<PaidEditGoods> keeps;                 ///< what the added lines take from the shelves beyond what is taken back
    std::vector<PaidEditGoods> stays;                 ///< what is taken back and added again: it does not leave the order
    RefundTo to = RefundTo::original;
    std::vector<quotes::Step> explanation;

    Money difference() const { return added - taken_back; }
};
SHAPE(PaidEditPlan, takes, takes_delivery, taken_back, taken, lines, parts, delivery, subtotal, discount, tax, tax_included, rounding, added, taxes, discounts, shipping_name, shipping_address,
      place_of_supply, keeps, stays, to, explanation)

namespace rules {

/// The life of an edit of a paid order. While it is open its order is neither packed nor shipped (parcels wait), so that nothing the money is for can leave without it; an order whose goods lie in a
/// parcel is not edited before that is cancelled. What has ended stays ended: money that comes later goes back.
inline constexpr TransitionTable<PaidEditState, 4> paid_edit_life{
    "edit",
    PaidEditState::open,
    {{
        {PaidEditState::open, "carry_out", PaidEditState::done},       // nothing is to be paid, or it is paid
        {PaidEditState::open, "expire", PaidEditState::expired},       // its payment ended without money
        {PaidEditState::open, "withdraw", PaidEditState::withdrawn},   // by staff, who closed its payment first
        {PaidEditState::open, "overtake", PaidEditState::overtaken},   // the order was given back, or says something else by now
    }},
};

/// Pure. Whether an edit may begin: the order is paid, or its money vouched for, and nobody has packed it.
bool may_be_edited(State state);
/// Pure. Whether an edit whose money has come may be carried out: the goods are still in the house.
bool may_be_carried_out(State state);

/// What differs between an order and how it shall be.
struct PaidEditChanges {
    std::vector<RefundLine> takes;                    ///< from the last lines of an article back
    std::vector<stock::Want> adds;                    ///< in the order of the wish
    std::vector<size_t> wished;                       ///< of each addition, the line of the wish
};
/// Pure. Units that were cancelled are gone; gifts are not counted and stay.
PaidEditChanges changes_of(const OrderView& order, const std::vector<EditedLine>& wanted);
/// Pure. Everything that is still to be sent is taken back and added again, gifts too: for another place, where other taxes are due.
PaidEditChanges all_again(const OrderView& order, const std::vector<EditedLine>& wanted);

/// Pure. What was bought is had at the price it was bought at, further pieces too.
void keep_prices(quotes::Input& input, const OrderView& order);

/// Pure. Of the goods that are added, what is taken back of the same articles does not leave (`stays`); the rest has to be kept (`keeps`).
void net_goods(PaidEditPlan& plan, const std::vector<stock::Want>& added, const std::vector<stock::Want>& taken);

/// Pure. The order after its edit was carried out, but for what was given back.
OrderView grown(const OrderView& order, const PaidEditPlan& plan);

/// Pure. An order of nothing but what the edit adds, for its own paper.
OrderView addition_of(const OrderView& order, const PaidEditPlan& plan);

}  // namespace rules
}  // namespace vitrine::orders
