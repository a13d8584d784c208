-- lock_judged(ProductId[] product) -> many JudgedProduct
select p.id, p.slug, p.title, p.status, c.slug as category, p.description, p.attributes,
       (select count(*) from catalog.source_images s where s.store_id = p.store_id and s.product_id = p.id) as images, p.is_withheld
from catalog.products p
join catalog.categories c on c.store_id = p.store_id and c.id = p.category_id
where p.store_id = vitrine.current_store() and p.id = any ($1) and p.deleted_at is null
order by p.id
for no key update of p
