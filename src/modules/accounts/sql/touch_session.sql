-- touch_session(SessionId id, instant now) -> count
update accounts.sessions set seen_at = $2
where store_id = vitrine.current_store() and id = $1 and ended_at is null and seen_at < $2
