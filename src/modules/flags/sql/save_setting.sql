-- save_setting(text key, json document) -> one i64
insert into flags.settings as s (store_id, key, document)
values (vitrine.current_store(), $1, $2)
on conflict (store_id, key) do update
set document = excluded.document, version = s.version + 1, updated_at = now(), actor = vitrine.current_actor()
returning version
