-- find_settings() -> maybe SettingsRow
select asks, version, text_version
from consent.settings
where store_id = vitrine.current_store()
