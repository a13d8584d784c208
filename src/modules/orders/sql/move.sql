-- move(OrderId id, State from_state, State to_state, text reason) -> count
with moved as (
    update orders.orders
    set state = $3
    where store_id = vitrine.current_store() and id = $1 and state = $2
    returning id
)
insert into orders.timeline (store_id, order_id, state, reason)
select vitrine.current_store(), id, $3, $4 from moved
