-- list_coupons(PromotionId promotion, uuid? batch, CouponId after, i32 page) -> many CouponRow
select id, promotion, batch, code, uses_limit, customer_limit, uses, expires_at, is_void, created_at
from promotions.coupons
where store_id = vitrine.current_store() and promotion = $1 and ($2 is null or batch = $2) and id > $3
order by id
limit $4::integer
