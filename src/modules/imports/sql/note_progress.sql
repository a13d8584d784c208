-- note_progress(ImportId id, i64 rows) -> maybe bool
-- Gives whether the run is to be called off; nothing when it is no longer at work.
update imports.runs
set rows_read = greatest(rows_read, $2)
where store_id = vitrine.current_store() and id = $1 and state in ('checking', 'applying')
returning is_cancel_wanted
