-- bundles_with_parts_of(ProductId product) -> many text
select distinct p.title
from catalog.variants part
join catalog.components c on c.store_id = part.store_id and c.variant_id = part.id
join catalog.variants bundle on bundle.store_id = c.store_id and bundle.id = c.bundle_id
join catalog.products p on p.store_id = bundle.store_id and p.id = bundle.product_id
where part.store_id = vitrine.current_store() and part.product_id = $1 and bundle.product_id <> $1
order by 1
