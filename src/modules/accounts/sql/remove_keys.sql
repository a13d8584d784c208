-- remove_keys(uuid[] ids) -> count
delete from accounts.signing_keys
where store_id = vitrine.current_store() and id = any ($1)
