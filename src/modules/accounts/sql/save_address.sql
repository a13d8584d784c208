-- save_address(uuid person, AddressId id, json address, bool is_default) -> count
insert into accounts.addresses as a (store_id, person, id, address, is_default)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict (store_id, person, id) do update
set address = excluded.address, is_default = excluded.is_default, version = a.version + 1, changed_at = now()
