-- advance_run(RunId id, i64 from, i64 to, json counts) -> one bool
-- Gives whether the run is called off; fails when another worker has moved it.
update suppliers.runs
set position = $3, counts = $4
where store_id = vitrine.current_store() and id = $1 and position = $2 and state = 'applying'
returning is_cancel_wanted
