-- begin_totp(uuid person, bytes sealed) -> count
-- A secret that is not proved yet; a proved one stays.
update accounts.people set totp_sealed = $2, totp_step = 0, version = version + 1
where store_id = vitrine.current_store() and id = $1 and totp_since is null
