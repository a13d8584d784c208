-- refunds_orders() -> many Offence
-- What an order counts as given back is what its refunds come to, and no line gives back more than was bought or paid. One that is refunded has all of it back.
with granted as (
    select r.order_id, sum(r.amount) as amount,
           count(*) filter (where exists (select from orders.refund_parts p
                                          join payments.refunds f on f.store_id = p.store_id and f.id = p.payment_refund
                                          where p.store_id = r.store_id and p.refund = r.id and not p.replaced and f.state <> 'succeeded')) as under_way
    from orders.refunds r
    where r.store_id = vitrine.current_store() and r.withdrawn_at is null
    group by r.order_id
), given as (
    select r.order_id, i.position, sum(i.quantity) as quantity, sum(i.gross) as gross
    from orders.refund_items i
    join orders.refunds r on r.store_id = i.store_id and r.id = i.refund and r.withdrawn_at is null
    where i.store_id = vitrine.current_store() and i.kind = 'line'
    group by r.order_id, i.position
)
select o.number as subject, format('%s over %s, counts %s as given back, its refunds say %s, %s of them under way', o.state, o.total, o.refunded, coalesce(g.amount, 0), coalesce(g.under_way, 0)) as detail
from orders.orders o
left join granted g on g.order_id = o.id
where o.store_id = vitrine.current_store()
  and (o.refunded <> coalesce(g.amount, 0) or (o.state = 'refunded' and (o.refunded <> o.total or g.under_way > 0)))
union all
select o.number || ' line ' || g.position, format('%s of %s given back, %s of %s paid', g.quantity, coalesce(l.quantity, 0), g.gross, coalesce(l.gross, 0))
from given g
join orders.orders o on o.store_id = vitrine.current_store() and o.id = g.order_id
left join orders.lines l on l.store_id = vitrine.current_store() and l.order_id = g.order_id and l.position = g.position
where l.quantity is null or g.quantity > l.quantity or g.gross > l.gross
