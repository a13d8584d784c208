-- raise_text() -> maybe SettingsRow
update consent.settings
set text_version = text_version + 1, version = version + 1, updated_at = now(), actor = vitrine.current_actor()
where store_id = vitrine.current_store()
returning asks, version, text_version
