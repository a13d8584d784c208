-- forget_slug(text kind, text slug) -> count
delete from catalog.slug_history
where store_id = vitrine.current_store() and kind = $1 and slug = $2
