-- claim(text[] order_ref, text[] order_customer, text[] claim_order, PromotionId[] promotion, CouponId?[] coupon, text[] claim_customer, i64[] amount, text[] currency, bool[] is_first_only) -> one i64
select promotions.claim($1, $2, $3, $4, $5, $6, $7, $8, $9)
