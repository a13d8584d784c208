-- add_replay(DeliveryId id, DeliveryId replay_of, instant now) -> count
insert into outgoing.deliveries (store_id, id, endpoint, event, event_name, aggregate, sequence, body, replay_of, created_at)
select store_id, $1, endpoint, event, event_name, aggregate, sequence, body, id, $3
from outgoing.deliveries
where store_id = vitrine.current_store() and id = $2
