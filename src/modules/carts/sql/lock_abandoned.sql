-- lock_abandoned(instant quiet_since) -> many CartKey
-- Carts with goods in them that nobody has touched since. Those that somebody works on at this moment are not abandoned.
select c.id, c.token_hash
from carts.unfinished u
join carts.carts c on c.store_id = vitrine.current_store() and c.id = u.cart
where u.store_id = vitrine.current_store() and c.state = 'active' and c.updated_at <= $1
    and exists (select from carts.lines l where l.store_id = vitrine.current_store() and l.cart = c.id)
    and not exists (select from carts.recoveries r where r.store_id = vitrine.current_store() and r.cart = c.id)
order by c.id
limit 100
for no key update of c skip locked
