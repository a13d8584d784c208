-- save_settings(bool reminds, i64 quiet_minutes, i64 link_hours) -> count
update carts.settings set reminds = $1, quiet_minutes = $2, link_hours = $3, version = version + 1 where store_id = vitrine.current_store()
