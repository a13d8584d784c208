-- lock_for_bundle(VariantId[] variant) -> many BundleState{VariantId id, ProductId product, bool is_bundle, bool is_part, bool is_unique}
-- Locked first, looked at afterwards: what another transaction has just made of them is seen.
with locked as materialized (
    select v.id, v.product_id
    from catalog.variants v
    where v.store_id = vitrine.current_store() and v.id = any($1)
    order by v.id
    for update
)
select l.id, l.product_id as product,
       exists (select from catalog.components c where c.store_id = vitrine.current_store() and c.bundle_id = l.id) as is_bundle,
       exists (select from catalog.components c where c.store_id = vitrine.current_store() and c.variant_id = l.id) as is_part,
       p.is_unique
from locked l
join catalog.products p on p.store_id = vitrine.current_store() and p.id = l.product_id
