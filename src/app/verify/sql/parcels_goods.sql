-- parcels_goods() -> many Offence
-- No line lies in more parcels than are to be sent of it, and no order collects more at the door than is to be paid, or anything where it was paid before.
select o.number || ' line ' || i.position as subject, format('%s packed of %s', sum(i.quantity), coalesce(max(l.quantity - l.cancelled), 0)) as detail
from fulfilment.items i
join fulfilment.parcels p on p.store_id = i.store_id and p.id = i.parcel and p.state <> 'cancelled'
join orders.orders o on o.store_id = i.store_id and o.id = p.order_id
left join orders.lines l on l.store_id = i.store_id and l.order_id = p.order_id and l.position = i.position
where i.store_id = vitrine.current_store()
group by o.number, i.position, p.is_return
having sum(i.quantity) > coalesce(max(l.quantity - l.cancelled), 0)
union all
select o.number, format('%s to be collected of %s, paid by %s', sum(p.collect), o.payable, o.payment_method)
from fulfilment.parcels p
join orders.orders o on o.store_id = p.store_id and o.id = p.order_id
where p.store_id = vitrine.current_store() and p.state <> 'cancelled'
group by o.id, o.number, o.payable, o.payment_method
having sum(p.collect) > (case when o.payment_method = 'cash_on_delivery' then o.payable else 0 end)
