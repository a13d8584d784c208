-- lock(CartId[] id, bytes[] token_hash) -> many CartKey
-- The carts and their lines are read by the next statement, behind the locks.
select c.id, w.token_hash
from (select distinct w.id, w.token_hash from unnest($1, $2) as w (id, token_hash) order by w.id) w
cross join lateral (
    select k.id from carts.carts k
    where k.store_id = vitrine.current_store() and k.id = w.id and w.token_hash in (k.token_hash, k.other_hash)
    for no key update  -- by the key, one after the other and so in their order: the plan is kept from when there were few
) c
