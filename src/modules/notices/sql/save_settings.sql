-- save_settings(json settings) -> count
insert into notices.settings (store_id, settings)
values (vitrine.current_store(), $1)
on conflict (store_id) do update
set settings = excluded.settings, version = notices.settings.version + 1, actor = vitrine.current_actor(), changed_at = now()
