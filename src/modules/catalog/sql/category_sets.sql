-- category_sets() -> many CategorySet
select category_id as category, set_id as set
from catalog.category_sets
where store_id = vitrine.current_store()
order by category_id, set_id
