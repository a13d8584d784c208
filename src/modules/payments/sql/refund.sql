-- refund(RefundId refund) -> maybe RefundRow
select f.id, f.payment, f.reference, f.amount, f.currency, f.reason, f.state, f.provider_refund, f.failure, r.use, r.amount as received
from payments.refunds f
join payments.receipts r on r.store_id = vitrine.current_store() and r.payment = f.payment and r.reference = f.reference
where f.store_id = vitrine.current_store() and f.id = $1
