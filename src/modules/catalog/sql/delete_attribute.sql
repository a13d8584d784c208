-- delete_attribute(text code) -> count
delete from catalog.attributes where store_id = vitrine.current_store() and code = $1
