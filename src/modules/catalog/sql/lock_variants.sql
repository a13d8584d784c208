-- lock_variants(ProductId product) -> many VariantId
select id
from catalog.variants
where store_id = vitrine.current_store() and product_id = $1
order by id
for update
