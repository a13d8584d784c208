-- end_sessions(uuid person, SessionId? but, text why) -> count
update accounts.sessions set ended_at = clock_timestamp(), why = $3
where store_id = vitrine.current_store() and person = $1 and ended_at is null and ($2 is null or id <> $2)
