-- has_unfinished() -> one bool
-- Also while a cart that was told of may be told of again.
select exists (select from carts.unfinished where store_id = vitrine.current_store())
    or exists (select from carts.recoveries r join carts.carts c on c.store_id = vitrine.current_store() and c.id = r.cart
               where r.store_id = vitrine.current_store() and c.state = 'active' and (c.customer is not null or r.expires_at > now() - interval '30 days'))
