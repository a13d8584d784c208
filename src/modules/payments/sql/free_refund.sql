-- free_refund(PaymentId payment, text reference, i64 amount) -> count
update payments.receipts
set refunded = refunded - $3
where store_id = vitrine.current_store() and payment = $1 and reference = $2
