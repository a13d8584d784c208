-- lock_set(AttributeSetId id) -> maybe AttributeSetRow
select id, name, version from catalog.attribute_sets where store_id = vitrine.current_store() and id = $1 for update
