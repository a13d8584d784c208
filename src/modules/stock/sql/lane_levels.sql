-- lane_levels(VariantId[] variant) -> many LaneLevel{VariantId variant, i64 available, i64 held}
-- What may still be ordered, and what may come back: held by orders that are not paid.
select variant, greatest(on_hand - reserved - promised - safety, 0) + promise_limit - promised as available, reserved as held
from stock.levels
where store_id = vitrine.current_store() and variant = any ($1)
