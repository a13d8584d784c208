-- policy() -> maybe PolicyRow
select spread, rounding, version from promotions.settings where store_id = vitrine.current_store()
