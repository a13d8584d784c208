-- save_links(ProductId product, text[] kind, ProductId[] other, i32[] position, instant now) -> count
with saved as (
    insert into catalog.links (store_id, product_id, kind, other_id, position)
    select vitrine.current_store(), $1, g.kind, g.other, g.position
    from unnest($2, $3, $4) as g (kind, other, position)
)
update catalog.products
set has_links = cardinality($2) > 0, updated_at = $5, version = version + 1
where store_id = vitrine.current_store() and id = $1
