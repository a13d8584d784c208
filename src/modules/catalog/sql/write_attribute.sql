-- write_attribute(text code, text name, text kind, text[] allowed, text? unit, bool is_facet, bool is_searchable, bool is_sortable, bool is_required, i32 position) -> count
insert into catalog.attributes as a (store_id, code, name, kind, allowed, unit, is_facet, is_searchable, is_sortable, is_required, position)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (store_id, code) do update
set name = excluded.name, kind = excluded.kind, allowed = excluded.allowed, unit = excluded.unit, is_facet = excluded.is_facet, is_searchable = excluded.is_searchable,
    is_sortable = excluded.is_sortable, is_required = excluded.is_required, position = excluded.position, version = a.version + 1
