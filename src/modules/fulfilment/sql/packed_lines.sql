-- packed_lines(OrderId order_id) -> many PackedLine
-- How many of each line lie in parcels on their way to the buyer, for who wants to cancel lines.
select i.position, sum(i.quantity)::bigint as quantity
from fulfilment.items i
join fulfilment.parcels p on p.store_id = i.store_id and p.id = i.parcel
where i.store_id = vitrine.current_store() and p.order_id = $1 and not p.is_return and p.state <> 'cancelled'
group by i.position
order by i.position
