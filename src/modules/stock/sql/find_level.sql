-- find_level(VariantId variant) -> maybe LevelRow
select variant, on_hand, reserved, promised, on_hand - reserved - promised - safety as available, safety, promise_limit, low_at
from stock.levels
where store_id = vitrine.current_store() and variant = $1
