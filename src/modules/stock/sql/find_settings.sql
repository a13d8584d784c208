-- find_settings() -> maybe SettingsView
select strategy, guest_hold_minutes, customer_hold_minutes, version from stock.settings where store_id = vitrine.current_store()
