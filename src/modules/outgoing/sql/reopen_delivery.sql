-- reopen_delivery(DeliveryId id) -> count
update outgoing.deliveries
set state = 'pending', ended_at = null
where store_id = vitrine.current_store() and id = $1 and state = 'failed'
