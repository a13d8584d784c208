-- set_deleted(ProductId product, instant? deleted_at, instant now) -> count
update catalog.products
set deleted_at = $2, content_hash = null, version = version + 1, updated_at = $3
where store_id = vitrine.current_store() and id = $1
