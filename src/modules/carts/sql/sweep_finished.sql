-- sweep_finished() -> count
-- Carts that were ordered or joined, or of which nothing was heard for 30 days, need no reminder any more.
delete from carts.unfinished u
using carts.carts c
where u.store_id = vitrine.current_store() and c.store_id = vitrine.current_store() and c.id = u.cart
    and (c.state <> 'active' or c.updated_at < now() - interval '30 days'
        or exists (select from carts.recoveries r where r.store_id = vitrine.current_store() and r.cart = c.id))
