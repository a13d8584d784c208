-- stores_to_seal() -> many StoreId
-- For the worker role: all stores.
select distinct store_id
from audit.pending
order by store_id
