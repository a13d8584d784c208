-- list_attempts(DeliveryId delivery) -> many AttemptView
select number, at, status, took_ms, error, answer
from outgoing.attempts
where store_id = vitrine.current_store() and delivery = $1
order by number
