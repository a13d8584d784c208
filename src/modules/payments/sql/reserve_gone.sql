-- reserve_gone(RefundId id, PaymentId payment, text reference, i64 amount, Currency currency, text reason, uuid? dispute, uuid? warning, instant now) -> count
with taken as (
    update payments.receipts r
    set refunded = r.refunded + $4
    where r.store_id = vitrine.current_store() and r.payment = $2 and r.reference = $3 and r.currency = $5 and r.refunded + $4 <= r.amount
    returning r.store_id, r.payment, r.reference, r.currency
)
insert into payments.refunds (store_id, id, payment, reference, amount, currency, reason, state, dispute, warning, created_at, changed_at)
select t.store_id, $1, t.payment, t.reference, $4, t.currency, $6, 'created', $7, $8, $9, $9
from taken t
