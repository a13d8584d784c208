-- variants_by_id(ProductId[] id) -> many VariantRow
select v.id, v.product_id as product, v.sku, v.barcode, v.options, v.attributes, v.weight_grams,
       case when v.has_components then (select jsonb_agg(jsonb_build_array(c.variant_id, c.quantity) order by c.position, c.variant_id)
                                        from catalog.components c where c.store_id = v.store_id and c.bundle_id = v.id)
            else '[]' end as components
from catalog.variants v
where v.store_id = vitrine.current_store() and v.status = 'active' and v.product_id = any($1)
order by v.product_id, v.position, v.id
