-- judged_variants(ProductId[] product) -> many JudgedVariant
select v.product_id as product, v.id as variant, v.attributes
from catalog.variants v
where v.store_id = vitrine.current_store() and v.product_id = any ($1) and v.status = 'active'
order by v.product_id, v.position, v.id
