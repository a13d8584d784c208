-- products_after(text after, i32 limit, text? category, text[] status) -> many StoredProduct
-- A category means everything below it, too; no status means all of them.
with recursive below as (
    select c.id from catalog.categories c where c.store_id = vitrine.current_store() and c.slug = $3
    union
    select c.id from catalog.categories c join below b on c.parent_id = b.id where c.store_id = vitrine.current_store()
)
select p.id, p.slug, p.title, p.title_local, p.description, b.name as brand, c.slug as category, p.tags, p.attributes, p.status
from catalog.products p
join catalog.categories c on c.store_id = p.store_id and c.id = p.category_id
left join catalog.brands b on b.store_id = p.store_id and b.id = p.brand_id
where p.store_id = vitrine.current_store() and p.deleted_at is null and p.slug > $1 and ($3 is null or p.category_id in (select id from below))
  and (cardinality($4) = 0 or p.status = any ($4))
order by p.slug
limit $2
