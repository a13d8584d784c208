-- gated_stores() -> many StoreId
select store_id
from quality.policies
where policies.is_on
