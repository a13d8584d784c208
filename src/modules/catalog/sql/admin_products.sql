-- admin_products(text like, text after_slug, i64 limit) -> many AdminProduct
select p.id, p.slug, p.title, p.status, c.slug as category, b.name as brand, p.version, p.updated_at,
       (select count(*) from catalog.variants v where v.store_id = p.store_id and v.product_id = p.id) as variants
from catalog.products p
join catalog.categories c on c.store_id = p.store_id and c.id = p.category_id
left join catalog.brands b on b.store_id = p.store_id and b.id = p.brand_id
where p.store_id = vitrine.current_store() and p.slug > $2 and ($1 = '' or p.title ilike $1 or p.slug ilike $1)
order by p.slug
limit $3
