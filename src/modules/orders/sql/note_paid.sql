-- note_paid(OrderId id, instant now) -> count
update orders.orders
set paid_at = $2
where store_id = vitrine.current_store() and id = $1 and paid_at is null
