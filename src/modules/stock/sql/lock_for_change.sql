-- lock_for_change(VariantId[] variant) -> many LockedLevel
select variant, on_hand, reserved, safety, promised, low_at
from stock.levels
where store_id = vitrine.current_store() and variant = any ($1)
order by variant
for no key update
