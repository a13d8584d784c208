-- remove_totp(uuid person) -> count
update accounts.people set totp_sealed = null, totp_since = null, totp_step = 0, version = version + 1
where store_id = vitrine.current_store() and id = $1
