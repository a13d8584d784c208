-- show_brand(BrandId id) -> maybe BrandRow
select b.id, b.name, b.description, b.website, b.version,
       (select count(*) from catalog.products p where p.store_id = b.store_id and p.brand_id = b.id) as products
from catalog.brands b
where b.store_id = vitrine.current_store() and b.id = $1
