-- receipts_to_settle(text gateway, text[] reference, instant from_time, instant to_time) -> many OwnReceipt
select r.payment, r.reference, r.amount, r.currency, r.received_at
from payments.receipts r
join payments.payments p on p.store_id = vitrine.current_store() and p.id = r.payment and p.method = $1
where r.store_id = vitrine.current_store() and (r.reference = any($2) or (r.received_at >= $3 and r.received_at < $4))
order by r.received_at, r.reference
