-- turn_into_surplus(PaymentId payment, text reference, text reason) -> count
update payments.receipts
set use = 'surplus', reason = $3
where store_id = vitrine.current_store() and payment = $1 and reference = $2 and use = 'order' and refunded = 0
