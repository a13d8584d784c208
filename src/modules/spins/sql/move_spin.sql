-- move_spin(ProductId product, State from, State to, text edition, i64 width, i64 height) -> count
update spins.spins
set state = $3, edition = $4, width = $5, height = $6, paused_until = null, version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and product_id = $1 and state = $2
