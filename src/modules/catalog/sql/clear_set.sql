-- clear_set(AttributeSetId id) -> count
delete from catalog.attribute_set_members where store_id = vitrine.current_store() and set_id = $1
