-- all_brands() -> many BrandRow
with counted as (
    select p.brand_id, count(*) as products
    from catalog.products p
    where p.store_id = vitrine.current_store() and p.deleted_at is null
    group by p.brand_id
)
select b.id, b.name, b.description, b.website, b.version, coalesce(counted.products, 0) as products
from catalog.brands b
left join counted on counted.brand_id = b.id
where b.store_id = vitrine.current_store()
order by b.name
