-- add_deliveries(DeliveryId[] id, EndpointId[] endpoint, jobs::EventId event, text event_name, text aggregate, i64 sequence, text body, instant now) -> many AddedDelivery{DeliveryId id, EndpointId endpoint}
insert into outgoing.deliveries (store_id, id, endpoint, event, event_name, aggregate, sequence, body, created_at)
select vitrine.current_store(), d.id, d.endpoint, $3, $4, $5, $6, $7, $8
from unnest($1, $2) as d (id, endpoint)
on conflict do nothing
returning id, endpoint
