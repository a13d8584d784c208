-- delete_brand(BrandId id) -> count
delete from catalog.brands where store_id = vitrine.current_store() and id = $1
