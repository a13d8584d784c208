-- lock_promotion(PromotionId id) -> maybe LockedPromotion
select id, state, version, definition
from promotions.promotions
where store_id = vitrine.current_store() and id = $1
for update
