-- products_of_variants(VariantId[] variant) -> many ProductId
select distinct product_id
from catalog.variants
where store_id = vitrine.current_store() and id = any ($1)
