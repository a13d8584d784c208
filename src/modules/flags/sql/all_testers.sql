-- all_testers() -> many TesterRow
select store_id as store, key, customer
from flags.testers
