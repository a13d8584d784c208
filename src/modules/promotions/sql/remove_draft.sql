-- remove_draft(PromotionId id) -> count
delete from promotions.promotions
where store_id = vitrine.current_store() and id = $1 and state = 'draft'
