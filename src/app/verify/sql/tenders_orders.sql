-- tenders_orders() -> many Offence
-- A cancelled order has everything back that cards paid for it.
select m.order_ref as subject, format('%s, but %s is not back on %s', coalesce(o.state, 'no such order'), -sum(m.amount), vitrine.id_text('tender', m.account)) as detail
from tenders.movements m
left join orders.orders o on o.store_id = m.store_id and vitrine.id_text('ord', o.id) = m.order_ref
where m.store_id = vitrine.current_store() and m.order_ref is not null and (o.id is null or o.state = 'cancelled')
group by m.order_ref, m.account, o.state
having sum(m.amount) <> 0
