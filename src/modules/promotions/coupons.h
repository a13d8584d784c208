#pragma once
#include "modules/app.h"
#include "modules/promotions/rows.h"

namespace vitrine::promotions {

/// One code of the store's choosing, or `count` codes made up here: prefix and ten random characters (50 bits).
struct NewCoupons {
    std::optional<CouponCode> code;
    std::optional<Whole<1, 100'000>> count;
    std::optional<Text<1, 12>> prefix;
    std::optional<Text<1, 120>> name;              ///< of the batch
    std::optional<Whole<1, 1'000'000'000>> uses;   ///< each; made-up codes: 1 when left out
    std::optional<Whole<1, 1'000'000'000>> uses_per_customer;
    std::optional<Instant> expires_at;
};
SHAPE(NewCoupons, code, count, prefix, name, uses, uses_per_customer, expires_at)
struct MadeCoupons {
    std::optional<std::string> batch;              ///< for ?batch= of the list and the file
    std::int64_t count = 0;
    std::vector<std::string> codes;                ///< the first hundred
};
SHAPE(MadeCoupons, batch, count, codes)

struct CouponFilter {
    std::optional<std::string> batch;
    std::optional<Whole<1, 1'000>> limit;
    std::optional<CouponId> cursor;
};
SHAPE(CouponFilter, batch, limit, cursor)
struct CouponView {
    CouponId id;
    std::string code;
    std::optional<std::string> batch;
    std::optional<std::int64_t> uses_limit, uses_per_customer;
    std::int64_t uses = 0;                         ///< counted where there is a limit
    std::optional<Instant> expires_at;
    bool is_void = false;
    Instant created_at{};
};
SHAPE(CouponView, id, code, batch, uses_limit, uses_per_customer, uses, expires_at, is_void, created_at)
struct CouponPage {
    std::vector<CouponView> items;
    std::optional<CouponId> next_cursor;
};
SHAPE(CouponPage, items, next_cursor)

struct UsageReport {
    std::vector<UsageRow> by_currency;
};
SHAPE(UsageReport, by_currency)

/// Refuses promotions.not_found, promotions.code_taken, request.invalid, promotions.illegal_move for ended promotions.
Task<Result<MadeCoupons>> make_coupons(App& app, Ctx ctx, PromotionId promotion, NewCoupons in);
Task<Result<CouponPage>> list_coupons(App& app, Ctx ctx, PromotionId promotion, CouponFilter filter);
/// All codes of a promotion or batch as CSV with a header.
Task<Result<std::string>> coupons_csv(App& app, Ctx ctx, PromotionId promotion, std::optional<std::string> batch);
/// The code is refused from now on. Repeatable. Refuses promotions.not_found.
Task<Result<bool>> void_coupon(App& app, Ctx ctx, CouponId id);
Task<Result<UsageReport>> usage(App& app, Ctx ctx, PromotionId promotion);

}  // namespace vitrine::promotions
