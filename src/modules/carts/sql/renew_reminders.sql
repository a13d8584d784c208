-- renew_reminders() -> count
-- Whoever came back, by the link or after it was too old, and has edited the cart since may leave it alone once more: then it is told again.
with over as (
    delete from carts.recoveries r
    using carts.carts c
    where r.store_id = vitrine.current_store() and c.store_id = vitrine.current_store() and c.id = r.cart and c.state = 'active'
        and coalesce(r.used_at, case when r.expires_at <= now() then r.expires_at end) < c.updated_at
    returning r.cart
)
insert into carts.unfinished (store_id, cart)
select vitrine.current_store(), over.cart from over
on conflict do nothing
