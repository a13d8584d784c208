-- available(VariantId[] variant) -> many Available
select variant, greatest(on_hand - reserved - promised - safety, 0) + promise_limit - promised as available
from stock.levels
where store_id = vitrine.current_store() and variant = any ($1)
