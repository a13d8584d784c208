-- archive_other_variants(text[] product_slug, text[] kept_sku) -> count
-- Variants of these products that the file does not name are sold no more; orders go on referring to them.
update catalog.variants v
set status = 'archived', version = v.version + 1
from catalog.products p
where v.store_id = vitrine.current_store() and p.store_id = v.store_id and p.id = v.product_id
  and p.slug = any($1) and v.status = 'active' and v.sku <> all($2)
