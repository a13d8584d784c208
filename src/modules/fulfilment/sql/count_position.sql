-- count_position(OrderId order_id) -> count
update fulfilment.plans
set next_position = next_position + 1
where store_id = vitrine.current_store() and order_id = $1
