-- lock_both(CartId guest, bytes token_hash, CustomerId customer) -> many CartId
-- A guest's cart and the customer's own, in the order in which orders lock carts.
select id
from carts.carts
where store_id = vitrine.current_store() and ((id = $1 and $2 in (token_hash, other_hash)) or open_for = $3)
order by id
for no key update
