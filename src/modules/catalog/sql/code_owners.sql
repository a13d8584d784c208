-- code_owners(text[] sku, text[] barcode) -> many CodeOwner
-- Who has these SKUs and barcodes now.
select v.id, v.sku, v.barcode, p.slug as product_slug
from catalog.variants v
join catalog.products p on p.store_id = v.store_id and p.id = v.product_id
where v.store_id = vitrine.current_store() and (v.sku in (select unnest($1)) or v.barcode in (select unnest($2)))
