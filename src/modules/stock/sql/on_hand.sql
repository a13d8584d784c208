-- on_hand(VariantId[] variant) -> many OnHand
select variant, on_hand
from stock.levels
where store_id = vitrine.current_store() and variant = any ($1)
