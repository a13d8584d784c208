-- remove_passkeys(uuid person) -> count
delete from accounts.passkeys
where store_id = vitrine.current_store() and person = $1
