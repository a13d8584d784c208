-- remove_passkey(uuid person, PasskeyId id) -> count
delete from accounts.passkeys
where store_id = vitrine.current_store() and person = $1 and id = $2
