-- replace(PromotionId id, text name, json definition) -> count
update promotions.promotions
set name = $2, definition = $3, version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and id = $1
