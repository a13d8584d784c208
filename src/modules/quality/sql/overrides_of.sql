-- overrides_of(catalog::ProductId[] product, instant now) -> many OverrideRow
select product_id as product, rule, reason, expires_at, actor, set_at
from quality.overrides
where store_id = vitrine.current_store() and product_id = any ($1) and expires_at > $2
order by product_id, rule
