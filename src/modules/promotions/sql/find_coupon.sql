-- find_coupon(text code, text customer) -> maybe FoundCoupon
select c.id, c.promotion, c.code, c.expires_at, c.is_void, p.state,
       coalesce(c.uses >= c.uses_limit, false) or coalesce(l.uses >= l.uses_limit, false) or coalesce(l.spent >= l.budget, false) as is_used_up,
       $2 <> '' and (coalesce(used.of_promotion >= l.customer_limit, false) or coalesce(used.of_code >= c.customer_limit, false)) as is_used_by_customer
from promotions.coupons c
join promotions.promotions p on p.store_id = vitrine.current_store() and p.id = c.promotion
left join promotions.limits l on l.store_id = vitrine.current_store() and l.promotion = c.promotion
cross join lateral (
    select count(*) as of_promotion, count(*) filter (where k.coupon = c.id) as of_code
    from promotions.claims k
    where k.store_id = vitrine.current_store() and k.promotion = c.promotion and k.customer = $2 and k.state = 'claimed'
) used
where c.store_id = vitrine.current_store() and c.code = $1
