-- remove_listener(text kind) -> count
delete from jobs.listeners where store_id = vitrine.current_store() and kind = $1
