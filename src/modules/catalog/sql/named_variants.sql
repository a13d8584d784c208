-- named_variants(VariantId[] variant) -> many NamedVariant
select v.id, v.sku, p.title, p.is_unique
from catalog.variants v
join catalog.products p on p.store_id = v.store_id and p.id = v.product_id
where v.store_id = vitrine.current_store() and v.id = any ($1)
