-- list_refunds(RefundState? state, bool? by_hand, RefundId? before, i64 most) -> many RefundRow
select f.id, f.payment, f.reference, f.amount, f.currency, f.reason, f.state, f.provider_refund, f.failure, r.use, f.by_hand, p.order_ref, p.method, f.created_at, r.amount as received, f.dispute, f.warning
from payments.refunds f
join payments.receipts r on r.store_id = vitrine.current_store() and r.payment = f.payment and r.reference = f.reference
join payments.payments p on p.store_id = vitrine.current_store() and p.id = f.payment
where f.store_id = vitrine.current_store() and ($1 is null or f.state = $1) and ($2 is null or f.by_hand = $2) and ($3 is null or f.id < $3)
order by f.id desc
limit $4
