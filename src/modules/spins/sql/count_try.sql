-- count_try(ProductId product, i64 number, i64 tries) -> count
update spins.frames
set tries = $3
where store_id = vitrine.current_store() and product_id = $1 and number = $2 and digest is null
