-- switch_off(text address, text what) -> count
insert into notices.preferences (store_id, address, language, switched_off)
values (vitrine.current_store(), $1, null, array[$2::text])
on conflict (store_id, address) do update
set switched_off = notices.preferences.switched_off || excluded.switched_off, changed_at = now()
where not notices.preferences.switched_off @> excluded.switched_off
