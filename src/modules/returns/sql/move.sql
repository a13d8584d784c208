-- move(ReturnId id, State from_state, State to_state, instant now) -> count
update returns.returns
set state = $3, version = version + 1, attention = null, attention_words = null, changed_at = $4
where store_id = vitrine.current_store() and id = $1 and state = $2
