-- load_settings() -> maybe StoredSettings{i64 version, json settings}
select version, settings from search.settings where store_id = vitrine.current_store()
