-- add_coupons(CouponId[] id, text[] code, PromotionId promotion, uuid? batch, i64? uses, i64? per_customer, instant? expires_at) -> many CouponId
-- A code that exists already is left out of the answer.
insert into promotions.coupons (store_id, id, promotion, batch, code, uses_limit, customer_limit, expires_at)
select vitrine.current_store(), c.id, $3, $4, c.code, $5, $6, $7
from unnest($1, $2) as c (id, code)
on conflict (store_id, code) do nothing
returning id
