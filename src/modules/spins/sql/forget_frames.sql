-- forget_frames(ProductId product) -> count
delete from spins.frames
where store_id = vitrine.current_store() and product_id = $1
