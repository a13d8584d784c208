-- save_orders(OrderId[] id, text[] number, CartId[] cart, text[] email, json[] shipping_address, json?[] billing_address, text[] currency, i64[] subtotal, i64[] discount, i64[] tax, i64[] tax_included, i64[] shipping, i64[] shipping_discount, i64[] shipping_gross, i64[] shipping_tax, i64[] rounding, i64[] total, i64[] payable, json[] breakdown, text[] shipping_name, text[] payment_method, PaymentId[] payment, instant[] expires, instant[] placed, text[] actor, i64[] fee, i64[] fee_gross, i64[] fee_tax) -> count
with placed as (
    insert into orders.orders (store_id, id, number, cart, email, shipping_address, billing_address, currency, subtotal, discount, tax, tax_included, shipping, shipping_discount,
                               shipping_gross, shipping_tax, rounding, total, payable, breakdown, shipping_name, payment_method, payment, expires_at, placed_at, fee, fee_gross, fee_tax)
    select vitrine.current_store(), o.id, o.number, o.cart, o.email, o.shipping_address, o.billing_address, o.currency, o.subtotal, o.discount, o.tax, o.tax_included,
           o.shipping, o.shipping_discount, o.shipping_gross, o.shipping_tax, o.rounding, o.total, o.payable, o.breakdown, o.shipping_name, o.payment_method, o.payment,
           o.expires, o.placed, o.fee, o.fee_gross, o.fee_tax
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $26, $27, $28)
        as o (id, number, cart, email, shipping_address, billing_address, currency, subtotal, discount, tax, tax_included, shipping, shipping_discount, shipping_gross,
              shipping_tax, rounding, total, payable, breakdown, shipping_name, payment_method, payment, expires, placed, fee, fee_gross, fee_tax)
)
insert into orders.timeline (store_id, order_id, state, reason, actor)
select vitrine.current_store(), t.id, 'pending_payment', 'placed', t.actor from unnest($1, $25) as t (id, actor)
