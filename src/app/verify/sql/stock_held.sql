-- stock_held() -> many Offence
-- What is held for an order, or promised to it, is what its lines take while it waits for its money, and until it is shipped when it is paid at the door; nothing is
-- held for any other order. What was authorised is held until it is captured. Of a bundle its parts are held.
-- What an edit of a paid order adds is held under the edit's name while it is open.
-- What is wanted in exchange for goods on their way back is held until its days are over.
with goods as (
    select l.store_id, l.order_id, coalesce(p.variant, l.variant) as variant, (l.quantity - l.cancelled) * coalesce(p.quantity, 1) as quantity
    from orders.lines l
    left join orders.line_parts p on p.store_id = l.store_id and p.order_id = l.order_id and p.position = l.position
    where l.store_id = vitrine.current_store()
), wanted as (
    select vitrine.id_text('ord', o.id) as order_ref, g.variant, sum(g.quantity) as quantity, o.state = 'on_hold' or (o.payment_method <> 'cash_on_delivery' and o.state in ('processing', 'packed')) as either
    from orders.orders o
    join goods g on g.store_id = o.store_id and g.order_id = o.id
    where o.store_id = vitrine.current_store()
      and (o.state in ('pending_payment', 'on_hold') or (o.payment_method = 'cash_on_delivery' and o.state in ('processing', 'packed'))
           or (o.state in ('processing', 'packed')
               and exists (select from payments.payments c where c.store_id = o.store_id and c.id = o.payment and c.capture_by is not null)))
    group by o.id, o.state, o.payment_method, g.variant
    union all
    select vitrine.id_text('ret', r.id), l.exchange_for, sum(l.quantity), true
    from returns.returns r
    join returns.lines l on l.store_id = r.store_id and l.return_id = r.id and l.exchange_for is not null
    where r.store_id = vitrine.current_store() and r.state in ('approved', 'in_transit', 'received', 'inspected')
    group by r.id, l.exchange_for
    union all
    select vitrine.id_text('oedt', e.id), g.variant, g.quantity, false
    from orders.paid_edits e
    join orders.paid_edit_goods g on g.store_id = e.store_id and g.edit = e.id
    where e.store_id = vitrine.current_store() and e.state = 'open'
), held as (
    select order_ref, variant, sum(quantity) as quantity
    from (select order_ref, variant, quantity from stock.reservations where store_id = vitrine.current_store() and state = 'active'
          union all
          select order_ref, variant, quantity from stock.promises where store_id = vitrine.current_store() and state = 'waiting' and destination is null) as one
    group by order_ref, variant
)
select coalesce(wanted.order_ref, held.order_ref) as subject,
       format('variant %s: held %s, lines of the waiting order say %s', coalesce(wanted.variant, held.variant), coalesce(held.quantity, 0), coalesce(wanted.quantity, 0)) as detail
from wanted full join held using (order_ref, variant)
where coalesce(wanted.quantity, 0) <> coalesce(held.quantity, 0) and not (wanted.either is true and held.quantity is null)
