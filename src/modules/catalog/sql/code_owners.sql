-- code_owners(text[] sku, text[] barcode) -> many CodeOwner
-- Who has these SKUs and barcodes now. Two joins, because an "or" between them reads the whole table.
select v.id, v.sku, v.barcode, p.slug as product_slug
from (
    select s.id, s.sku, s.barcode, s.product_id
    from unnest($1) as asked (sku)
    join catalog.variants s on s.store_id = vitrine.current_store() and s.sku = asked.sku
    union
    select b.id, b.sku, b.barcode, b.product_id
    from unnest($2) as asked (barcode)
    join catalog.variants b on b.store_id = vitrine.current_store() and b.barcode = asked.barcode
) as v
join catalog.products p on p.store_id = vitrine.current_store() and p.id = v.product_id
