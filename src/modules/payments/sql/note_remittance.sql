-- note_remittance(PaymentId payment, instant now) -> count
update payments.payments
set remitted_at = $2, changed_at = $2
where store_id = vitrine.current_store() and id = $1 and remitted_at is null
