-- save_policy(bool is_on, json document) -> one i64
insert into quality.policies as p (store_id, is_on, document)
values (vitrine.current_store(), $1, $2)
on conflict (store_id) do update
set is_on = excluded.is_on, document = excluded.document, version = p.version + 1, updated_at = now(), actor = vitrine.current_actor()
returning version
