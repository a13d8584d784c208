-- lock(CartId id, bytes token_hash) -> maybe CartId
-- The cart and its lines are read by the next statement, behind the lock.
select id
from carts.carts
where store_id = vitrine.current_store() and id = $1 and token_hash = $2
for update
