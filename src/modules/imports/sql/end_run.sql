-- end_run(ImportId id, text state, json counts) -> count
update imports.runs
set state = $2, counts = $3, ended_at = clock_timestamp()
where store_id = vitrine.current_store() and id = $1 and state in ('checking', 'applying')
