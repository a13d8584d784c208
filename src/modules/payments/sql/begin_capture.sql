-- begin_capture(PaymentId payment, instant now) -> count
update payments.payments
set capturing_since = $2
where store_id = vitrine.current_store() and id = $1 and state = 'authorized'
