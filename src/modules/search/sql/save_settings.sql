-- save_settings(json settings, i64? expected, text actor, instant now) -> maybe i64
-- Compare and set: nothing when the version is not the expected one (0: no settings yet; null: any).
insert into search.settings as s (store_id, version, settings, updated_by, updated_at)
select vitrine.current_store(), 1, $1, $3, $4
where coalesce($2, 0) = 0 or exists (select from search.settings known where known.store_id = vitrine.current_store())
on conflict (store_id) do update
set version = s.version + 1, settings = excluded.settings, updated_by = excluded.updated_by, updated_at = excluded.updated_at
where $2 is null or s.version = $2
returning s.version
