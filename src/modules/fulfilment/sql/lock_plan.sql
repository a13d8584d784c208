-- lock_plan(OrderId order_id, text order_number) -> one i64
insert into fulfilment.plans as p (store_id, order_id, order_number)
values (vitrine.current_store(), $1, $2)
on conflict (store_id, order_id) do update set next_position = p.next_position
returning next_position
