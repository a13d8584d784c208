-- own_testers() -> many TesterRow
select store_id as store, key, customer
from flags.testers
where store_id = vitrine.current_store()
order by key, added_at, customer
