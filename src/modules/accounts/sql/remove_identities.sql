-- remove_identities(uuid person) -> count
delete from accounts.identities
where store_id = vitrine.current_store() and person = $1
