-- pause(ProductId product, instant? until) -> count
update spins.spins
set paused_until = $2
where store_id = vitrine.current_store() and product_id = $1
