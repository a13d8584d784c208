-- admin_products(text like, text after_slug, i64 limit, text[] status, text category_slug, CategoryId? category, text brand, text tag, bool deleted) -> many AdminProduct
-- A category means everything below it, too.
with recursive below as (
    select c.id
    from catalog.categories c
    where c.store_id = vitrine.current_store() and (c.slug = $5 or c.id = $6)
    union
    select c.id
    from below
    join catalog.categories c on c.store_id = vitrine.current_store() and c.parent_id = below.id
)
select p.id, p.slug, p.title, p.status, c.slug as category, b.name as brand, p.version, p.updated_at, p.is_live,
       (select count(*) from catalog.variants v where v.store_id = p.store_id and v.product_id = p.id and v.status = 'active') as variants
from catalog.products p
join catalog.categories c on c.store_id = p.store_id and c.id = p.category_id
left join catalog.brands b on b.store_id = p.store_id and b.id = p.brand_id
where p.store_id = vitrine.current_store() and p.slug > $2
  and ($1 = '' or p.title ilike $1 or p.slug ilike $1
       or exists (select from catalog.variants v where v.store_id = p.store_id and v.product_id = p.id and (v.sku ilike $1 or v.barcode like $1)))
  and (cardinality($4) = 0 or p.status = any($4))
  and (($5 = '' and $6 is null) or p.category_id in (select id from below))
  and ($7 = '' or b.name = $7)
  and ($8 = '' or p.tags @> array[$8])
  and (p.deleted_at is not null) = $9
order by p.slug
limit $3
