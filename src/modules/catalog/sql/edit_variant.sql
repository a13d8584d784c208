-- edit_variant(VariantId variant, text status) -> one i64
-- The product forgets its import, so that the next one looks at it again.
with edited as (
    update catalog.variants v
    set status = $2, version = v.version + 1
    where v.store_id = vitrine.current_store() and v.id = $1
    returning v.product_id, v.version
), forgotten as (
    update catalog.products p
    set content_hash = null, version = p.version + 1, updated_at = now()
    from edited
    where p.store_id = vitrine.current_store() and p.id = edited.product_id
)
select version from edited
