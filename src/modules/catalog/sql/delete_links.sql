-- delete_links(ProductId product) -> count
delete from catalog.links
where store_id = vitrine.current_store() and product_id = $1
