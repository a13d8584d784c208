-- rename_person(uuid person, text name) -> count
update accounts.people set name = $2, version = version + 1
where store_id = vitrine.current_store() and id = $1
