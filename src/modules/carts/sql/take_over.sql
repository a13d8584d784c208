-- take_over(CartId cart, text? email, json? shipping, json? billing, text? shipping_option, text? currency, json? offers) -> count
-- The cart is locked. What it says already stands; the addresses belong together. Whoever it is known to belong to now may be reminded of it.
with cart as (
    update carts.carts
    set version = version + 1, updated_at = now(), email = coalesce(email, $2),
        shipping_address = coalesce(shipping_address, $3),
        billing_address = case when shipping_address is null then $4 else billing_address end,
        shipping_option = coalesce(shipping_option, $5), currency = coalesce(currency, $6), offers = $7
    where store_id = vitrine.current_store() and id = $1
    returning id, customer, email
)
insert into carts.unfinished (store_id, cart)
select vitrine.current_store(), id from cart where customer is not null or email is not null
on conflict do nothing
