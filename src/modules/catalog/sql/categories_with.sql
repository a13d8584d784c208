-- categories_with(AttributeSetId set) -> one i64
select count(*) from catalog.category_sets where store_id = vitrine.current_store() and set_id = $1
