-- list(State? state, text? courier, OrderId? order_id, bool waits, ParcelId? before, i64 most) -> many ParcelRow
select p.id, p.order_id, p.order_number, p.position, p.is_return, p.courier, p.reference, p.contents, p.collect, p.currency, p.created_at, p.state, p.since, p.is_cancelling, p.booking, p.shipment, p.awb, p.service,
       p.pickup_token, p.pickup_at, p.label_url, p.label_type, p.tracking_url, p.expected_at, p.status, p.tries, p.failure, p.failure_words, p.attention
from fulfilment.parcels p
where p.store_id = vitrine.current_store() and ($1 is null or p.state = $1) and ($2 is null or p.courier = $2) and ($3 is null or p.order_id = $3)
  and (not $4 or p.attention is not null) and ($5 is null or p.id < $5)
order by p.id desc
limit $6
