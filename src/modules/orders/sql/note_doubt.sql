-- note_doubt(OrderId id, text? doubt) -> count
update orders.orders
set doubt = $2
where store_id = vitrine.current_store() and id = $1
