-- want_cancel(RunId id) -> count
update suppliers.runs
set is_cancel_wanted = true
where store_id = vitrine.current_store() and id = $1
