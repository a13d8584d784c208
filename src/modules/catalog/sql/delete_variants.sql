-- delete_variants(ProductId product) -> count
delete from catalog.variants
where store_id = vitrine.current_store() and product_id = $1
