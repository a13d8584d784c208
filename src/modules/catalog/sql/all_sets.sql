-- all_sets() -> many AttributeSetRow
select id, name, version from catalog.attribute_sets where store_id = vitrine.current_store() order by name
