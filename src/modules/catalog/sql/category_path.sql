-- category_path(text slug, CategoryId? id) -> many CategoryRow
-- The category named by slug or id first, then those above it up to the root. A circle that somebody made in the database ends the walk.
with recursive up as (
    select c.id, c.slug, c.name, c.name_local, c.parent_id, 0 as depth
    from catalog.categories c
    where c.store_id = vitrine.current_store() and (c.slug = $1 or c.id = $2)
    union all
    select c.id, c.slug, c.name, c.name_local, c.parent_id, up.depth + 1
    from up
    join catalog.categories c on c.store_id = vitrine.current_store() and c.id = up.parent_id
    where up.depth < 50
)
select id, slug, name, name_local, parent_id as parent from up order by depth
