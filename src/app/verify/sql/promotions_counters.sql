-- promotions_counters() -> many Offence
-- A limit counts the claims that stand: those of orders that were not cancelled.
select vitrine.id_text('promo', l.promotion) as subject,
       format('counts %s uses over %s, but %s claims stand over %s', l.uses, l.spent, count(k.order_ref), coalesce(sum(k.amount) filter (where k.currency = l.currency), 0)) as detail
from promotions.limits l
left join promotions.claims k on k.store_id = l.store_id and k.promotion = l.promotion and k.state = 'claimed'
where l.store_id = vitrine.current_store()
group by l.promotion, l.uses, l.spent, l.currency
having l.uses <> count(k.order_ref) or l.spent <> coalesce(sum(k.amount) filter (where k.currency = l.currency), 0)
union all
select c.code, format('counts %s uses, but %s claims stand', c.uses, count(k.order_ref))
from promotions.coupons c
left join promotions.claims k on k.store_id = c.store_id and k.coupon = c.id and k.state = 'claimed'
where c.store_id = vitrine.current_store() and coalesce(c.uses_limit, c.customer_limit) is not null
group by c.id, c.code, c.uses
having c.uses <> count(k.order_ref)
