-- find_preferences(text address) -> maybe PreferencesRow
select language, switched_off from notices.preferences where store_id = vitrine.current_store() and address = $1
