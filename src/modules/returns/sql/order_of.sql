-- order_of(ReturnId id) -> maybe OrderId
select order_id
from returns.returns
where store_id = vitrine.current_store() and id = $1
