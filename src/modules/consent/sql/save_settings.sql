-- save_settings(bool asks) -> one SettingsRow
insert into consent.settings as s (store_id, asks)
values (vitrine.current_store(), $1)
on conflict (store_id) do update
set asks = excluded.asks, version = s.version + 1, updated_at = now(), actor = vitrine.current_actor()
returning asks, version, text_version
