-- write_product(ProductId id, text slug, text title, text? title_local, text description, CategoryId category, text? brand, json tags, json attributes, json seo, json options, bool is_unique, instant? published_from, instant? published_until, bool in_window, instant now) -> one i64
-- The row is locked. The next import looks at the product again. Gives the new version.
update catalog.products
set slug = $2, title = $3, title_local = $4, description = $5, category_id = $6,
    brand_id = (select b.id from catalog.brands b where b.store_id = vitrine.current_store() and b.name = $7),
    tags = array(select jsonb_array_elements_text($8)), attributes = $9, seo = $10, options = $11, is_unique = $12, published_from = $13, published_until = $14,
    in_window = $15, updated_at = $16, content_hash = null, version = version + 1
where store_id = vitrine.current_store() and id = $1
returning version
