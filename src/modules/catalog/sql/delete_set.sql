-- delete_set(AttributeSetId id) -> count
delete from catalog.attribute_sets where store_id = vitrine.current_store() and id = $1
