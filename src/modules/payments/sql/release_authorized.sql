-- release_authorized(PaymentId payment, i64 amount, instant now) -> count
update payments.payments
set released = released + $2, changed_at = $3
where store_id = vitrine.current_store() and id = $1 and state = 'authorized' and released + $2 < amount
