-- save_categories(CategoryId[] id, text[] slug, text[] name, text?[] name_local, text?[] parent, i32[] position) -> many CategoryId
-- Only what differs is written. Parents are found among the new ones first, then among those the store has.
with given as (
    select * from unnest($1, $2, $3, $4, $5, $6) as g (id, slug, name, name_local, parent, position)
), ids as (
    select g.slug, coalesce(c.id, g.id) as id
    from given g
    left join catalog.categories c on c.store_id = vitrine.current_store() and c.slug = g.slug
), placed as (
    select i.id, g.slug, g.name, g.name_local, g.position,
           coalesce(p.id, (select c.id from catalog.categories c where c.store_id = vitrine.current_store() and c.slug = g.parent)) as parent_id
    from given g
    join ids i on i.slug = g.slug
    left join ids p on p.slug = g.parent
)
insert into catalog.categories as c (store_id, id, slug, name, name_local, parent_id, position)
select vitrine.current_store(), id, slug, name, name_local, parent_id, position from placed
on conflict (store_id, slug) do update
set name = excluded.name, name_local = excluded.name_local, parent_id = excluded.parent_id, position = excluded.position
where (c.name, c.name_local, c.parent_id, c.position) is distinct from (excluded.name, excluded.name_local, excluded.parent_id, excluded.position)
returning c.id
