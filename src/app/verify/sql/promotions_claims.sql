-- promotions_claims() -> many Offence
-- A claim stands exactly as long as its order does.
select k.order_ref as subject, format('%s, but its use of %s is %s', coalesce(o.state, 'no such order'), vitrine.id_text('promo', k.promotion), k.state) as detail
from promotions.claims k
left join orders.orders o on o.store_id = k.store_id and vitrine.id_text('ord', o.id) = k.order_ref
where k.store_id = vitrine.current_store() and (o.id is null or (o.state = 'cancelled') <> (k.state = 'returned'))
