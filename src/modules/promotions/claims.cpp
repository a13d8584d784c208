#include "modules/promotions/sql.h"

namespace vitrine::promotions {
namespace {

struct RefusedRow {
    std::string order, promotion;
    std::optional<std::string> coupon, code;
    Reason reason;
    bool is_of_code = false;
};
SHAPE(RefusedRow, order, promotion, coupon, code, reason, is_of_code)
struct RefusedList {
    std::vector<RefusedRow> items;
};
SHAPE(RefusedList, items)

}  // namespace

void claim(pg::Tx& tx, const std::vector<Buyer>& orders, const std::vector<Claim>& claims) {
    std::vector<std::string> order_refs, order_customers, claim_orders, customers, currencies;
    std::vector<PromotionId> promotions;
    std::vector<std::optional<CouponId>> coupons;
    std::vector<std::int64_t> amounts;
    std::vector<bool> first_only;
    for (const auto& buyer : orders) {
        order_refs.push_back(buyer.order);
        order_customers.push_back(buyer.customer);
    }
    for (const auto& one : claims) {
        claim_orders.push_back(one.order);
        promotions.push_back(one.promotion);
        coupons.push_back(one.coupon);
        customers.push_back(one.customer);
        amounts.push_back(one.amount.minor);
        currencies.emplace_back(one.amount.currency.code());
        first_only.push_back(one.is_first_only);
    }
    tx.send(sql::claim(order_refs, order_customers, claim_orders, promotions, coupons, customers, amounts, currencies, first_only));
}

std::vector<ClaimRefusal> refused_claims(const pg::Error& error) {
    std::vector<ClaimRefusal> out;
    if (error.sqlstate != "VP001") return out;
    std::string_view message = error.what();
    auto from = message.find('['), to = message.rfind(']');
    if (from == std::string_view::npos || to == std::string_view::npos) return out;
    auto list = read_json<RefusedList>("{\"items\":" + std::string(message.substr(from, to - from + 1)) + "}");
    if (!list) return out;
    for (const auto& row : list->items) {
        auto promotion = parse_uuid(row.promotion);
        if (!promotion) continue;
        out.push_back({row.order, *promotion, row.coupon ? parse_uuid(*row.coupon) : std::nullopt, row.code, row.reason, row.is_of_code});
    }
    return out;
}

Declined declined_of(const ClaimRefusal& refused) {
    Declined out{PromotionId{refused.promotion}, refused.reason};
    if (refused.is_of_code && refused.coupon) out.coupon = CouponId{*refused.coupon};
    return out;
}

pg::Later<bool> give_back(pg::Tx& tx, const std::vector<Buyer>& orders) {
    std::vector<std::string> references, customers;
    for (const auto& buyer : orders) {
        references.push_back(buyer.order);
        customers.push_back(buyer.customer);
    }
    return tx.queue(sql::give_back(references, customers));
}

}  // namespace vitrine::promotions
