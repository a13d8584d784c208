-- note_authorization(PaymentId payment, instant? capture_by, instant now) -> count
update payments.payments
set capture_by = $2, changed_at = $3
where store_id = vitrine.current_store() and id = $1
