-- find_settings() -> maybe Settings
select version, reminds, quiet_minutes, link_hours from carts.settings where store_id = vitrine.current_store()
