-- by_replacement(OrderId replacement) -> maybe ReturnId
select id
from returns.returns
where store_id = vitrine.current_store() and replacement = $1
order by id
limit 1
