-- lock(CartId[] id, bytes[] token_hash) -> many CartKey
-- The carts and their lines are read by the next statement, behind the locks.
select c.id, w.token_hash
from (select distinct w.id, w.token_hash from unnest($1, $2) as w (id, token_hash)) w
join carts.carts c on c.store_id = vitrine.current_store() and c.id = w.id and w.token_hash in (c.token_hash, c.other_hash)
order by c.id
for no key update of c
