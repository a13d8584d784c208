-- clear_default_address(uuid person, AddressId but) -> count
update accounts.addresses set is_default = false, version = version + 1, changed_at = now()
where store_id = vitrine.current_store() and person = $1 and is_default and id <> $2
