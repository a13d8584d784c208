-- categories_below(CategoryId id) -> one i64
select count(*) from catalog.categories where store_id = vitrine.current_store() and parent_id = $1
