-- rename_passkey(uuid person, PasskeyId id, text name) -> count
update accounts.passkeys set name = $3
where store_id = vitrine.current_store() and person = $1 and id = $2
