-- levels_of(VariantId[] variant) -> many LevelRow
select variant, on_hand, reserved, promised, on_hand - reserved - promised - safety as available, safety, promise_limit, low_at
from stock.levels
where store_id = vitrine.current_store() and variant = any ($1)
order by variant
