-- drop_setting(text key) -> count
delete from flags.settings
where store_id = vitrine.current_store() and key = $1
