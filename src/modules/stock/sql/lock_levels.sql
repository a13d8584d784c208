-- lock_levels(VariantId[] variant) -> many Available
select l.variant, l.on_hand - l.reserved as available
from (select distinct w.variant from unnest($1) as w (variant)) w
join stock.levels l on l.store_id = vitrine.current_store() and l.variant = w.variant
order by l.variant
for no key update of l
