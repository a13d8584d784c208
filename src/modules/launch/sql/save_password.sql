-- save_password(json document, text? password_hash) -> count
-- `document`: of a store that has never said anything.
insert into launch.gates as g (store_id, document, password_hash, password_number)
values (vitrine.current_store(), $1, $2, 1)
on conflict (store_id) do update
set password_hash = excluded.password_hash, password_number = g.password_number + 1, version = g.version + 1, updated_at = now(), actor = vitrine.current_actor()
