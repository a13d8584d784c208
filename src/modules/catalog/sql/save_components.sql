-- save_components(VariantId bundle, VariantId[] variant, i64[] quantity, i32[] position) -> count
with saved as (
    insert into catalog.components (store_id, bundle_id, variant_id, quantity, position)
    select vitrine.current_store(), $1, g.variant, g.quantity, g.position
    from unnest($2, $3, $4) as g (variant, quantity, position)
)
update catalog.variants
set has_components = cardinality($2) > 0, version = version + 1
where store_id = vitrine.current_store() and id = $1
