-- add_attempt(DeliveryId delivery, instant at, i64 status, i64 took_ms, text error, text answer) -> count
with counted as (
    update outgoing.deliveries
    set attempts = attempts + 1
    where store_id = vitrine.current_store() and id = $1
    returning store_id, id, attempts
)
insert into outgoing.attempts (store_id, delivery, number, at, status, took_ms, error, answer)
select store_id, id, attempts, $2, $3, $4, $5, $6 from counted
