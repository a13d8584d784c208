-- refund(RefundId refund) -> maybe RefundRow
select f.id, f.payment, f.reference, f.amount, f.currency, f.reason, f.state, f.provider_refund, f.failure, r.use, f.by_hand, p.order_ref, p.method, f.created_at, r.amount as received, f.dispute, f.warning
from payments.refunds f
join payments.receipts r on r.store_id = vitrine.current_store() and r.payment = f.payment and r.reference = f.reference
join payments.payments p on p.store_id = vitrine.current_store() and p.id = f.payment
where f.store_id = vitrine.current_store() and f.id = $1
