-- drop_lines(OrderId id) -> count
delete from orders.lines
where store_id = vitrine.current_store() and order_id = $1
