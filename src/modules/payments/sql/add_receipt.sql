-- add_receipt(PaymentId payment, text reference, text order_ref, ReceiptUse use, text? reason, i64 amount, Currency currency, text? note, instant now) -> count
insert into payments.receipts (store_id, payment, reference, order_ref, use, reason, amount, currency, note, received_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9)
