-- save_products(ProductId[] id, text[] slug, text[] title, text?[] title_local, text[] description, text[] category, text?[] brand, text[] status, json[] tags, json[] attributes, i64[] popularity, uuid[] content_hash, instant now) -> many SavedProduct
-- A file that names a deleted product brings it back. Where it moves a product's life, the history says so.
with before as (
    select p.slug, p.status
    from catalog.products p
    where p.store_id = vitrine.current_store() and p.slug in (select unnest($2))
), saved as (
    insert into catalog.products as p (store_id, id, slug, title, title_local, description, category_id, brand_id, status, tags, attributes, popularity,
                                       content_hash, created_at, updated_at)
    select vitrine.current_store(), g.id, g.slug, g.title, g.title_local, g.description, c.id, b.id, g.status,
           array(select jsonb_array_elements_text(g.tags)), g.attributes,
           case when exists (select from catalog.popularity_counts n where n.store_id = vitrine.current_store()) then 0 else g.popularity end, g.content_hash, $13, $13
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         as g (id, slug, title, title_local, description, category, brand, status, tags, attributes, popularity, content_hash)
    join catalog.categories c on c.store_id = vitrine.current_store() and c.slug = g.category
    left join catalog.brands b on b.store_id = vitrine.current_store() and b.name = g.brand
    on conflict (store_id, slug) do update
    set title = excluded.title, title_local = excluded.title_local, description = excluded.description, category_id = excluded.category_id,
        brand_id = excluded.brand_id, status = excluded.status, tags = excluded.tags, attributes = excluded.attributes,
        content_hash = excluded.content_hash, updated_at = excluded.updated_at, version = p.version + 1, deleted_at = null
    returning p.id, p.slug, p.status
), noted as (
    insert into catalog.moves (store_id, product_id, from_status, verb, to_status, actor, moved_at)
    select vitrine.current_store(), s.id, b.status, 'import', s.status, vitrine.current_actor(), $13
    from saved s
    join before b on b.slug = s.slug
    where b.status <> s.status
)
select id, slug from saved
