-- note_attempt(RunId id, text why, text detail) -> one i64
update suppliers.runs
set attempts = attempts + 1, why = $2, detail = $3
where store_id = vitrine.current_store() and id = $1
returning attempts
