-- move(PaymentId payment, State from_state, State to_state, text? failure, instant now) -> count
update payments.payments
set state = $3, failure = coalesce($4, failure), changed_at = $5
where store_id = vitrine.current_store() and id = $1 and state = $2
