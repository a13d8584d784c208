-- orders_totals() -> many Offence
select o.number as subject,
       format('subtotal %s - discount %s + tax %s + shipping %s is not total %s, or %s lines sum to %s', o.subtotal, o.discount, o.tax, o.shipping, o.total,
              count(l.position), coalesce(sum(l.total), 0)) as detail
from orders.orders o
left join orders.lines l on l.store_id = o.store_id and l.order_id = o.id
where o.store_id = vitrine.current_store()
group by o.id, o.number, o.subtotal, o.discount, o.tax, o.shipping, o.total
having o.total <> o.subtotal - o.discount + o.tax + o.shipping
    or o.subtotal <> coalesce(sum(l.total), 0)
    or count(l.position) = 0
    or bool_or(l.total <> l.unit_price * l.quantity)
