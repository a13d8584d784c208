-- save_preferences(text address, text? language, text[] switched_off) -> count
insert into notices.preferences (store_id, address, language, switched_off)
values (vitrine.current_store(), $1, $2, $3)
on conflict (store_id, address) do update
set language = excluded.language, switched_off = excluded.switched_off, changed_at = now()
