-- note_decision(ReturnId id, text decision) -> count
update returns.returns
set decision = $2
where store_id = vitrine.current_store() and id = $1
