-- last_hold(OrderId id) -> maybe Hold{text reason, State before}
select held.reason, before.state as before
from orders.timeline held
join lateral (
    select t.state
    from orders.timeline t
    where t.store_id = vitrine.current_store() and t.order_id = held.order_id and t.position < held.position
    order by t.position desc
    limit 1
) before on true
where held.store_id = vitrine.current_store() and held.order_id = $1 and held.state = 'on_hold'
order by held.position desc
limit 1
