-- remove_recovery_codes(uuid person) -> count
delete from accounts.recovery_codes
where store_id = vitrine.current_store() and person = $1
