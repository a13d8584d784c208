-- full_category(CategoryId id) -> maybe FullCategory
select c.id, c.slug, c.name, c.name_local, c.parent_id as parent, c.position, c.description, c.seo,
       array(select s.set_id from catalog.category_sets s where s.store_id = c.store_id and s.category_id = c.id order by s.set_id) as attribute_sets, c.version,
       (select count(*) from catalog.products p where p.store_id = c.store_id and p.category_id = c.id) as products
from catalog.categories c
where c.store_id = vitrine.current_store() and c.id = $1
