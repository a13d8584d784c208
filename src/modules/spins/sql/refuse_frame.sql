-- refuse_frame(ProductId product, i64 number) -> count
update spins.frames
set fault = 'refused', detail = 'set aside by a person'
where store_id = vitrine.current_store() and product_id = $1 and number = $2
