-- ship(text order_ref) -> count
update stock.allocations
set shipped = quantity
where store_id = vitrine.current_store() and order_ref = $1 and shipped < quantity
