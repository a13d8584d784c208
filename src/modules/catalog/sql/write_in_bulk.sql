-- write_in_bulk(ProductId[] product, json set_attributes, text[] unset, text[] add_tags, text[] remove_tags, CategoryId? category, bool has_brand, text? brand, instant now) -> count
update catalog.products p
set attributes = (p.attributes - $3) || $2,
    tags = array(select t from unnest(p.tags) as t where t <> all($5)) || array(select a from unnest($4) as a where a <> all(p.tags)),
    category_id = coalesce($6, p.category_id),
    brand_id = case when $7 then (select b.id from catalog.brands b where b.store_id = vitrine.current_store() and b.name = $8) else p.brand_id end,
    content_hash = null, version = p.version + 1, updated_at = $9
where p.store_id = vitrine.current_store() and p.id in (select unnest($1))
