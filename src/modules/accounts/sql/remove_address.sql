-- remove_address(uuid person, AddressId id) -> count
delete from accounts.addresses
where store_id = vitrine.current_store() and person = $1 and id = $2
