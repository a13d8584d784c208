-- withhold_new(bool is_shut) -> count
insert into catalog.gates as g (store_id, is_shut)
values (vitrine.current_store(), $1)
on conflict (store_id) do update set is_shut = excluded.is_shut
