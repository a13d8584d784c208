-- lock_in_bulk(ProductId[] product) -> many BulkTarget
select p.id, p.status, p.category_id as category, p.attributes, p.tags, b.name as brand, p.version,
       (select count(*) from catalog.variants v where v.store_id = p.store_id and v.product_id = p.id and v.status = 'active') as variants
from catalog.products p
left join catalog.brands b on b.store_id = p.store_id and b.id = p.brand_id
where p.store_id = vitrine.current_store() and p.id in (select unnest($1)) and p.deleted_at is null
order by p.id
for update of p
