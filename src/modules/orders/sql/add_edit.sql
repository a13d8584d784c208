-- add_edit(OrderId order_id, i64 position, json before, text reason, instant now) -> count
insert into orders.edits (store_id, order_id, position, before, reason, at)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
