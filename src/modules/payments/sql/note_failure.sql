-- note_failure(PaymentId payment, text failure, instant now) -> count
update payments.payments
set failure = $2, changed_at = $3
where store_id = vitrine.current_store() and id = $1 and failure is distinct from $2
