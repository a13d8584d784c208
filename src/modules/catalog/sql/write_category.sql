-- write_category(CategoryId id, text slug, text name, text? name_local, CategoryId? parent, i32 position, text description, json seo) -> count
insert into catalog.categories as c (store_id, id, slug, name, name_local, parent_id, position, description, seo)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8)
on conflict (store_id, id) do update
set slug = excluded.slug, name = excluded.name, name_local = excluded.name_local, parent_id = excluded.parent_id, position = excluded.position,
    description = excluded.description, seo = excluded.seo, version = c.version + 1
