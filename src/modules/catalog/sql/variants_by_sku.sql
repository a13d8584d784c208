-- variants_by_sku(text[] sku) -> many SavedVariant
select id, sku
from catalog.variants
where store_id = vitrine.current_store() and sku in (select unnest($1))
