-- prove_totp(uuid person, i64 step, instant now) -> count
update accounts.people set totp_since = $3, totp_step = $2, version = version + 1
where store_id = vitrine.current_store() and id = $1 and totp_since is null and totp_sealed is not null
