-- use_recovery_code(uuid person, bytes hash, instant now) -> count
update accounts.recovery_codes set used_at = $3
where store_id = vitrine.current_store() and person = $1 and hash = $2 and used_at is null
