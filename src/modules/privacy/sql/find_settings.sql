-- find_settings() -> maybe SettingsRow{json settings, i64 version}
select settings, version
from privacy.settings
where store_id = vitrine.current_store()
