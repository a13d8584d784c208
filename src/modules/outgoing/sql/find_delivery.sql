-- find_delivery(DeliveryId id) -> maybe DeliveryRow
select id, endpoint, event, event_name, aggregate, sequence, body, state, attempts, replay_of, created_at, ended_at
from outgoing.deliveries
where store_id = vitrine.current_store() and id = $1
