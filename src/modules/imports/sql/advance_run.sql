-- advance_run(ImportId id, i64 position, text state, json counts) -> count
update imports.runs
set position = $2, state = $3, counts = $4, ended_at = case when $3 = 'applied' then clock_timestamp() end
where store_id = vitrine.current_store() and id = $1 and state = 'applying'
