-- watch_all(CartId[] id) -> count
-- The same for many. Waits for nobody: a cart that is edited or ordered at this moment is watched for some minutes more already.
with free as (
    select id
    from carts.carts
    where store_id = vitrine.current_store() and id = any($1) and state = 'active'
    order by id
    for no key update skip locked
)
update carts.carts c
set watched_until = now() + interval '10 minutes'
from free
where c.store_id = vitrine.current_store() and c.id = free.id
