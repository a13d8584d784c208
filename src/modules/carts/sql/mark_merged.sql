-- mark_merged(CartId id, CartId merged_into) -> count
-- The cart is locked. What its devices were heard to say goes along, so that a repeat after signing in is still one.
with merged as (
    update carts.carts
    set state = 'merged', merged_into = $2, version = version + 1, updated_at = now()
    where store_id = vitrine.current_store() and id = $1 and state = 'active'
    returning id
), forgotten as (
    delete from carts.unfinished u using merged m where u.store_id = vitrine.current_store() and u.cart = m.id
)
insert into carts.devices as d (store_id, cart, device, number, outcome, seen_at)
select vitrine.current_store(), $2, g.device, g.number, g.outcome, g.seen_at
from carts.devices g join merged m on g.store_id = vitrine.current_store() and g.cart = m.id
on conflict (store_id, cart, device) do update set number = greatest(d.number, excluded.number), seen_at = greatest(d.seen_at, excluded.seen_at)
