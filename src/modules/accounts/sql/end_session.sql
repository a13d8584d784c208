-- end_session(uuid person, SessionId id, text why) -> count
update accounts.sessions set ended_at = clock_timestamp(), why = $3
where store_id = vitrine.current_store() and id = $2 and person = $1 and ended_at is null
