-- find_promotion(PromotionId id) -> maybe PromotionRow
select p.id, p.state, p.version, p.definition, p.created_at, p.updated_at, l.uses, l.spent
from promotions.promotions p
left join promotions.limits l on l.store_id = vitrine.current_store() and l.promotion = p.id
where p.store_id = vitrine.current_store() and p.id = $1
