-- remove_tester(text key, CustomerId customer) -> count
delete from flags.testers
where store_id = vitrine.current_store() and key = $1 and customer = $2
