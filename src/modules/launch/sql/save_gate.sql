-- save_gate(json document) -> one i64
insert into launch.gates as g (store_id, document)
values (vitrine.current_store(), $1)
on conflict (store_id) do update
set document = excluded.document, version = g.version + 1, updated_at = now(), actor = vitrine.current_actor()
returning version
