-- clear_product_media(ProductId product) -> count
delete from media.product_media
where store_id = vitrine.current_store() and product_id = $1
