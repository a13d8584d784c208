-- list_deliveries(EndpointId? endpoint, DeliveryState? state, text? aggregate, DeliveryId before, i32 page) -> many DeliveryRow
select id, endpoint, event, event_name, aggregate, sequence, body, state, attempts, replay_of, created_at, ended_at
from outgoing.deliveries
where store_id = vitrine.current_store() and ($1 is null or endpoint = $1) and ($2 is null or state = $2) and ($3 is null or aggregate = $3) and id < $4
order by id desc
limit $5::integer
