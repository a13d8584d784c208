-- write_variants(ProductId product, VariantId[] id, text[] sku, text?[] barcode, text[] status, i32[] position, json[] options, json[] attributes, i64?[] weight_grams, i64?[] length_mm, i64?[] width_mm, i64?[] height_mm) -> count
insert into catalog.variants as v (store_id, product_id, id, sku, barcode, status, position, options, attributes, weight_grams, length_mm, width_mm, height_mm)
select vitrine.current_store(), $1, g.id, g.sku, g.barcode, g.status, g.position, g.options, g.attributes, g.weight_grams, g.length_mm, g.width_mm, g.height_mm
from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as g (id, sku, barcode, status, position, options, attributes, weight_grams, length_mm, width_mm, height_mm)
on conflict (store_id, id) do update
set sku = excluded.sku, barcode = excluded.barcode, status = excluded.status, position = excluded.position, options = excluded.options,
    attributes = excluded.attributes, weight_grams = excluded.weight_grams, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
    height_mm = excluded.height_mm, version = v.version + 1
where v.product_id = $1
