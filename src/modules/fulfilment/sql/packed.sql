-- packed(OrderId order_id, bool is_return) -> many PackedRow{i64 position, i64 quantity}
-- How many of each line lie in parcels that are not cancelled.
select i.position, sum(i.quantity)::bigint as quantity
from fulfilment.items i
join fulfilment.parcels p on p.store_id = i.store_id and p.id = i.parcel
where i.store_id = vitrine.current_store() and p.order_id = $1 and p.is_return = $2 and p.state <> 'cancelled'
group by i.position
order by i.position
