-- set_shipping_address(OrderId id, json shipping_address) -> count
update orders.orders
set shipping_address = $2
where store_id = vitrine.current_store() and id = $1
