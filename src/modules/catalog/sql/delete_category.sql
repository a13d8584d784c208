-- delete_category(CategoryId id) -> count
with forgotten as (
    delete from catalog.slug_history where store_id = vitrine.current_store() and kind = 'category' and target_id = $1
)
delete from catalog.categories where store_id = vitrine.current_store() and id = $1
