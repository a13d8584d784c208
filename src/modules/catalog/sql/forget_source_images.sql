-- forget_source_images(ProductId[] product) -> count
delete from catalog.source_images where store_id = vitrine.current_store() and product_id = any ($1)
