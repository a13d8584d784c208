-- drop_parts(OrderId id) -> count
delete from orders.line_parts
where store_id = vitrine.current_store() and order_id = $1
