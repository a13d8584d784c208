-- list_promotions(State? state, PromotionId before, i32 page) -> many PromotionRow
select p.id, p.state, p.version, p.definition, p.created_at, p.updated_at, l.uses, l.spent
from promotions.promotions p
left join promotions.limits l on l.store_id = vitrine.current_store() and l.promotion = p.id
where p.store_id = vitrine.current_store() and ($1 is null or p.state = $1) and p.id < $2
order by p.id desc
limit $3::integer
