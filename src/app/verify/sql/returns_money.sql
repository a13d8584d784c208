-- returns_money() -> many Offence
-- A return that was settled names a refund of its order over the same amount and the units that were accepted; no line comes back oftener than it was bought.
with accepted as (
    select return_id, sum(sellable + damaged) as units from returns.lines where store_id = vitrine.current_store() group by return_id
), refunded as (
    select vitrine.id_text('oref', f.id) as refund, f.order_id, f.amount, f.withheld, coalesce(sum(i.quantity) filter (where i.kind = 'line'), 0) as units
    from orders.refunds f
    left join orders.refund_items i on i.store_id = f.store_id and i.refund = f.id
    where f.store_id = vitrine.current_store()
    group by f.id, f.order_id, f.amount, f.withheld
)
select r.number as subject, format('%s over %s less %s for %s units, its refund says %s less %s for %s', r.state, r.amount, r.withheld, a.units, f.amount, f.withheld, f.units) as detail
from returns.returns r
join accepted a on a.return_id = r.id
left join refunded f on f.refund = r.refund
where r.store_id = vitrine.current_store() and r.refund is not null
  and (f.refund is null or f.order_id <> r.order_id or f.amount <> r.amount or f.withheld <> r.withheld or f.units <> a.units)
union all
select o.number || ' line ' || l.position, format('%s of %s came back', b.units, l.quantity)
from (select r.order_id, n.position, sum(n.quantity) as units
      from returns.lines n
      join returns.returns r on r.store_id = n.store_id and r.id = n.return_id
      where n.store_id = vitrine.current_store() and r.state not in ('rejected', 'cancelled')
      group by r.order_id, n.position) b
join orders.orders o on o.store_id = vitrine.current_store() and o.id = b.order_id
join orders.lines l on l.store_id = vitrine.current_store() and l.order_id = b.order_id and l.position = b.position
where b.units > l.quantity - l.cancelled
