-- end_delivery(DeliveryId id, DeliveryState state, instant now) -> count
update outgoing.deliveries
set state = $2, ended_at = $3
where store_id = vitrine.current_store() and id = $1 and state in ('pending', 'failed')
