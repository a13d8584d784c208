-- receipts_of_order(PaymentId payment) -> many ReceiptRow
select r.payment, r.reference, r.use, r.amount, r.currency, r.refunded
from payments.receipts r
where r.store_id = vitrine.current_store()
  and r.order_ref = (select own.order_ref from payments.payments own where own.store_id = vitrine.current_store() and own.id = $1)
order by r.payment, r.reference
