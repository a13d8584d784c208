-- forget_failure(PaymentId payment, instant now) -> count
update payments.payments
set failure = null, changed_at = $2
where store_id = vitrine.current_store() and id = $1 and failure is not null
