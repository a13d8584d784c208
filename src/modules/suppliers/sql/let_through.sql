-- let_through(RunId id, text reason) -> count
update suppliers.runs
set state = 'applying', is_let_through = true, let_through_by = vitrine.current_actor(), let_through_reason = $2
where store_id = vitrine.current_store() and id = $1 and state = 'held'
