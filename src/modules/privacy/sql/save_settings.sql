-- save_settings(json settings) -> one i64
insert into privacy.settings as s (store_id, settings)
values (vitrine.current_store(), $1)
on conflict (store_id) do update
set settings = excluded.settings, version = s.version + 1, actor = vitrine.current_actor(), changed_at = now()
returning s.version
