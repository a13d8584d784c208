-- use_totp_step(uuid person, i64 step) -> count
-- A step is used once: the condition holds for one of two that come at once.
update accounts.people set totp_step = $2
where store_id = vitrine.current_store() and id = $1 and totp_step < $2
