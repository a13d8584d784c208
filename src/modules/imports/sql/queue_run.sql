-- queue_run(ImportId id) -> count
-- A run that stopped keeps its place: it is carried on from there.
update imports.runs
set state = case when state = 'uploading' then 'queued' else state end, is_cancel_wanted = false
where store_id = vitrine.current_store() and id = $1 and state in ('uploading', 'stopped')
