-- matching_products(text like, text[] status, text category_slug, CategoryId? category, text brand, text tag, i64 limit) -> many ProductId
with recursive below as (
    select c.id
    from catalog.categories c
    where c.store_id = vitrine.current_store() and (c.slug = $3 or c.id = $4)
    union
    select c.id
    from below
    join catalog.categories c on c.store_id = vitrine.current_store() and c.parent_id = below.id
)
select p.id
from catalog.products p
left join catalog.brands b on b.store_id = p.store_id and b.id = p.brand_id
where p.store_id = vitrine.current_store() and p.deleted_at is null
  and ($1 = '' or p.title ilike $1 or p.slug ilike $1
       or exists (select from catalog.variants v where v.store_id = p.store_id and v.product_id = p.id and (v.sku ilike $1 or v.barcode like $1)))
  and (cardinality($2) = 0 or p.status = any($2))
  and (($3 = '' and $4 is null) or p.category_id in (select id from below))
  and ($5 = '' or b.name = $5)
  and ($6 = '' or p.tags @> array[$6])
order by p.id
limit $7
