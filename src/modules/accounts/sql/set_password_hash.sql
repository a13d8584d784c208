-- set_password_hash(uuid person, text password_hash) -> count
update accounts.people set password_hash = $2, version = version + 1
where store_id = vitrine.current_store() and id = $1
