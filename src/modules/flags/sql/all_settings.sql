-- all_settings() -> many SettingRow
select store_id as store, key, document
from flags.settings
