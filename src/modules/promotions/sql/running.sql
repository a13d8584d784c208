-- running() -> many RunningPromotion
select p.id, p.definition, l.uses_limit - l.uses as uses_left, l.budget - l.spent as budget_left
from promotions.promotions p
left join promotions.limits l on l.store_id = vitrine.current_store() and l.promotion = p.id
where p.store_id = vitrine.current_store() and p.state = 'active'
order by p.id
