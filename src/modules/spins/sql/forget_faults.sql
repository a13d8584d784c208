-- forget_faults(ProductId product) -> count
update spins.frames
set fault = null, detail = '', digest = null, source_digest = null, tries = 0
where store_id = vitrine.current_store() and product_id = $1 and fault is not null
