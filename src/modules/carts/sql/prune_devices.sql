-- prune_devices(CartId cart) -> count
-- The cart is locked. The 32 heard last stay.
delete from carts.devices
where store_id = vitrine.current_store() and cart = $1
    and device not in (select d.device from carts.devices d where d.store_id = vitrine.current_store() and d.cart = $1 order by d.seen_at desc, d.device limit 32)
