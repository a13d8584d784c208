-- move(PromotionId id, State from_state, State to_state) -> count
update promotions.promotions
set state = $3, version = version + 1, updated_at = now()
where store_id = vitrine.current_store() and id = $1 and state = $2
