-- set_product_status(ProductId product, Status status) -> maybe i64
update catalog.products
set status = $2, content_hash = null, version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and id = $1
returning version
