-- promotions_claims() -> many Offence
-- A claim stands exactly as long as its order does, or the edit of an order that added goods by it.
select k.order_ref as subject, format('%s, but its use of %s is %s', coalesce(o.state, e.state, 'no such order'), vitrine.id_text('promo', k.promotion), k.state) as detail
from promotions.claims k
left join orders.paid_edits e on e.store_id = k.store_id and vitrine.id_text('oedt', e.id) = k.order_ref
left join orders.orders o on o.store_id = k.store_id and (vitrine.id_text('ord', o.id) = k.order_ref or o.id = e.order_id)
where k.store_id = vitrine.current_store() and (o.id is null or (o.state = 'cancelled' or coalesce(e.state not in ('open', 'done'), false)) <> (k.state = 'returned'))
