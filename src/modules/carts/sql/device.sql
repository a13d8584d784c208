-- device(CartId cart, text device) -> maybe Heard{i64 number, text outcome}
select number, outcome from carts.devices where store_id = vitrine.current_store() and cart = $1 and device = $2
