-- set_counts(RunId id, json counts) -> one bool
-- Gives whether the run is called off.
update suppliers.runs
set counts = $2
where store_id = vitrine.current_store() and id = $1
returning is_cancel_wanted
