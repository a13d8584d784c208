-- save_settings(Strategy strategy, i64? guest_hold_minutes, i64? customer_hold_minutes) -> count
update stock.settings
set strategy = $1, guest_hold_minutes = $2, customer_hold_minutes = $3, version = version + 1
where store_id = vitrine.current_store()
