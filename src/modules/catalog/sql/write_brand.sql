-- write_brand(BrandId id, text name, text description, text? website) -> count
insert into catalog.brands as b (store_id, id, name, description, website)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict (store_id, id) do update
set name = excluded.name, description = excluded.description, website = excluded.website, version = b.version + 1
