-- begin_round(ProductId product) -> one i64
update spins.spins
set round = round + 1, state = 'mirroring', edition = '', paused_until = null, updated_at = now()
where store_id = vitrine.current_store() and product_id = $1
returning round
