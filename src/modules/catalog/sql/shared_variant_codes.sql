-- shared_variant_codes(ProductId[] product) -> many SharedCode{ProductId product, text code}
-- Attributes that every active variant of a product has.
select v.product_id as product, k.code
from catalog.variants v
cross join lateral jsonb_object_keys(v.attributes) as k (code)
where v.store_id = vitrine.current_store() and v.product_id in (select unnest($1)) and v.status = 'active' and v.attributes <> '{}'
group by v.product_id, k.code
having count(*) = (select count(*) from catalog.variants a where a.store_id = vitrine.current_store() and a.product_id = v.product_id and a.status = 'active')
