-- stock_sold() -> many Offence
-- What was sold to an order, or is promised to it, is what its lines take, once the order was paid; nothing is sold to any other order. Of a bundle its parts are sold.
-- An order on hold may have been paid or not: either is right. What is paid at the door is sold when it is shipped, what was authorised when it is captured.
with goods as (
    select l.store_id, l.order_id, coalesce(p.variant, l.variant) as variant, (l.quantity - l.cancelled) * coalesce(p.quantity, 1) as quantity
    from orders.lines l
    left join orders.line_parts p on p.store_id = l.store_id and p.order_id = l.order_id and p.position = l.position
    where l.store_id = vitrine.current_store()
), wanted as (
    select vitrine.id_text('ord', o.id) as order_ref, g.variant, sum(g.quantity) as quantity, o.state = 'on_hold' or (o.state in ('processing', 'packed') and exists (select from payments.payments c where c.store_id = o.store_id and c.id = o.payment and c.capture_by is not null)) as either
    from orders.orders o
    join goods g on g.store_id = o.store_id and g.order_id = o.id
    where o.store_id = vitrine.current_store() and o.state not in ('pending_payment', 'cancelled')
      and not (o.payment_method = 'cash_on_delivery' and o.state in ('processing', 'packed'))
    group by o.store_id, o.id, o.state, o.payment, g.variant
), sold as (
    select order_ref, variant, sum(quantity) as quantity
    from (select order_ref, variant, quantity from stock.reservations where store_id = vitrine.current_store() and state = 'sold'
          union all
          select order_ref, variant, quantity from stock.promises where store_id = vitrine.current_store() and state in ('waiting', 'released') and destination is not null) as one
    group by order_ref, variant
)
select coalesce(wanted.order_ref, sold.order_ref) as subject,
       format('variant %s: sold %s, lines of the paid order say %s', coalesce(wanted.variant, sold.variant), coalesce(sold.quantity, 0), coalesce(wanted.quantity, 0)) as detail
from wanted full join sold using (order_ref, variant)
where coalesce(wanted.quantity, 0) <> coalesce(sold.quantity, 0) and not (wanted.either is true and sold.quantity is null)
