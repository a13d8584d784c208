-- all_stores() -> many StoreRow{StoreId store_id, json settings}
select store_id, settings
from stores.stores
order by store_id
