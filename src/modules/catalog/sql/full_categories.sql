-- full_categories() -> many FullCategory
with counted as (
    select p.category_id, count(*) as products
    from catalog.products p
    where p.store_id = vitrine.current_store() and p.deleted_at is null
    group by p.category_id
)
select c.id, c.slug, c.name, c.name_local, c.parent_id as parent, c.position, c.description, c.seo,
       array(select s.set_id from catalog.category_sets s where s.store_id = c.store_id and s.category_id = c.id order by s.set_id) as attribute_sets, c.version,
       coalesce(counted.products, 0) as products
from catalog.categories c
left join counted on counted.category_id = c.id
where c.store_id = vitrine.current_store()
order by c.position, c.slug
