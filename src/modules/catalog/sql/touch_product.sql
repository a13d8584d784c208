-- touch_product(ProductId id, instant now) -> one i64
-- Something that belongs to the product changed. Gives the new version.
update catalog.products
set updated_at = $2, content_hash = null, version = version + 1
where store_id = vitrine.current_store() and id = $1
returning version
