-- save_orders(OrderId[] id, text[] number, CartId[] cart, text[] email, json[] shipping_address, json?[] billing_address, text[] currency, i64[] subtotal, i64[] discount, i64[] tax, i64[] shipping, i64[] total, text[] shipping_name, text[] payment_method, PaymentId[] payment, instant[] expires, instant placed, text[] key, bytes[] fingerprint, json[] answer) -> count
with placed as (
    insert into orders.orders (store_id, id, number, cart, email, shipping_address, billing_address, currency, subtotal, discount, tax, shipping, total,
                               shipping_name, payment_method, payment, expires_at, placed_at)
    select vitrine.current_store(), o.id, o.number, o.cart, o.email, o.shipping_address, o.billing_address, o.currency, o.subtotal, o.discount, o.tax,
           o.shipping, o.total, o.shipping_name, o.payment_method, o.payment, o.expires, $17
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        as o (id, number, cart, email, shipping_address, billing_address, currency, subtotal, discount, tax, shipping, total, shipping_name, payment_method, payment, expires)
), noted as (
    insert into orders.timeline (store_id, order_id, state, reason)
    select vitrine.current_store(), t.id, 'pending_payment', 'placed' from unnest($1) as t (id)
)
insert into orders.idempotency (store_id, key, fingerprint, order_id, answer)
select vitrine.current_store(), k.key, k.fingerprint, k.id, k.answer
from unnest($18, $19, $1, $20) as k (key, fingerprint, id, answer)
