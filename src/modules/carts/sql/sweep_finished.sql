-- sweep_finished() -> count
-- Carts that were ordered, joined or told of, and guests' of which nothing was heard for 30 days, need no reminder any more. A customer's cart is his for good.
delete from carts.unfinished u
using carts.carts c
where u.store_id = vitrine.current_store() and c.store_id = vitrine.current_store() and c.id = u.cart
    and (c.state <> 'active' or (c.customer is null and c.updated_at < now() - interval '30 days')
        or exists (select from carts.recoveries r where r.store_id = vitrine.current_store() and r.cart = c.id))
