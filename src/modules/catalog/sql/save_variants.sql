-- save_variants(VariantId[] id, text[] product_slug, text[] sku, text?[] barcode, i32[] position, json[] options, json[] attributes, i64?[] weight_grams) -> many SavedVariant
-- A SKU of another product is left alone and missing from the answer.
insert into catalog.variants as v (store_id, id, product_id, sku, barcode, position, options, attributes, weight_grams)
select vitrine.current_store(), g.id, p.id, g.sku, g.barcode, g.position, g.options, g.attributes, g.weight_grams
from unnest($1, $2, $3, $4, $5, $6, $7, $8) as g (id, product_slug, sku, barcode, position, options, attributes, weight_grams)
join catalog.products p on p.store_id = vitrine.current_store() and p.slug = g.product_slug
on conflict (store_id, sku) do update
set barcode = excluded.barcode, position = excluded.position, options = excluded.options, attributes = excluded.attributes,
    weight_grams = excluded.weight_grams, status = 'active', version = v.version + 1
where v.product_id = excluded.product_id
returning v.id, v.sku
