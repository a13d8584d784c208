-- reserve(VariantId[] variant, i64[] quantity) -> count
-- Levels that nobody locked before are locked here, in the order of variants.
with total as materialized (
    select w.variant, sum(w.quantity)::bigint as quantity from unnest($1, $2) as w (variant, quantity) group by w.variant
), locked as materialized (
    select l.variant, t.quantity
    from total t
    join stock.levels l on l.store_id = vitrine.current_store() and l.variant = t.variant
    order by l.variant
    for no key update of l
)
update stock.levels l
set reserved = l.reserved + k.quantity
from locked k
where l.store_id = vitrine.current_store() and l.variant = k.variant
