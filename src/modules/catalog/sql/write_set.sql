-- write_set(AttributeSetId id, text name) -> count
insert into catalog.attribute_sets as s (store_id, id, name)
values (vitrine.current_store(), $1, $2)
on conflict (store_id, id) do update set name = excluded.name, version = s.version + 1
