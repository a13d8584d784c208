-- save_offers(CartId id, json? offers, i64 steps) -> count
-- The cart is locked. Zero steps where nothing changes that the buyer sees.
update carts.carts
set offers = $2, version = version + $3, updated_at = now()
where store_id = vitrine.current_store() and id = $1
