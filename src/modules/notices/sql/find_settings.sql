-- find_settings() -> maybe SettingsRow
select settings, version from notices.settings where store_id = vitrine.current_store()
