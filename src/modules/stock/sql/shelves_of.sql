-- shelves_of(VariantId[] variant) -> many ShelfRow
select variant, warehouse, on_hand
from stock.shelves
where store_id = vitrine.current_store() and variant = any ($1)
