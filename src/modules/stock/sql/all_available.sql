-- all_available() -> many Available
select variant, on_hand - reserved as available
from stock.levels
where store_id = vitrine.current_store()
