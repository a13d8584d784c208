-- full_components(ProductId product) -> many ComponentRow
select c.bundle_id as bundle, c.variant_id as variant, c.quantity, part.sku, p.title
from catalog.variants v
join catalog.components c on c.store_id = v.store_id and c.bundle_id = v.id
join catalog.variants part on part.store_id = c.store_id and part.id = c.variant_id
join catalog.products p on p.store_id = part.store_id and p.id = part.product_id
where v.store_id = vitrine.current_store() and v.product_id = $1
order by c.bundle_id, c.position, c.variant_id
