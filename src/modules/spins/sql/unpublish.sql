-- unpublish(ProductId product) -> count
delete from spins.published
where store_id = vitrine.current_store() and product_id = $1
