-- stores_with_chains() -> many StoreId
-- For the worker role: all stores.
select store_id
from audit.chains
order by store_id
