-- lock_product(ProductId product) -> maybe FullProduct
select p.id, p.slug, p.title, p.title_local, p.description, p.category_id as category, c.slug as category_slug, c.name as category_name, b.name as brand, p.status,
       p.tags, p.attributes, p.seo, p.options, p.is_unique, p.published_from, p.published_until, p.is_live, p.deleted_at, p.version, p.created_at, p.updated_at
from catalog.products p
join catalog.categories c on c.store_id = p.store_id and c.id = p.category_id
left join catalog.brands b on b.store_id = p.store_id and b.id = p.brand_id
where p.store_id = vitrine.current_store() and p.id = $1
for update of p
