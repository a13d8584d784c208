-- parcel_by_request(OrderId order_id, text request_key) -> maybe ParcelRow
select p.id, p.order_id, p.order_number, p.position, p.is_return, p.courier, p.reference, p.contents, p.collect, p.currency, p.created_at, p.state, p.since, p.is_cancelling, p.booking, p.shipment, p.awb, p.service,
       p.pickup_token, p.pickup_at, p.label_url, p.label_type, p.tracking_url, p.expected_at, p.status, p.tries, p.failure, p.failure_words, p.attention
from fulfilment.parcels p
where p.store_id = vitrine.current_store() and p.order_id = $1 and p.request_key = $2
