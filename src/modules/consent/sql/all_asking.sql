-- all_asking() -> many AskingRow
select store_id as store, text_version
from consent.settings
where settings.asks
