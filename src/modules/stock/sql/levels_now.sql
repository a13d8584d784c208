-- levels_now(VariantId[] variant) -> many LevelNow
select variant, on_hand, reserved, promised, on_hand - reserved - promised - safety as available
from stock.levels
where store_id = vitrine.current_store() and variant = any ($1)
