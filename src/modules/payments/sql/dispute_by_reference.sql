-- dispute_by_reference(text gateway, text reference) -> maybe DisputeRow
select d.id, d.payment, p.order_ref, p.method, d.gateway, d.reference, d.amount, d.currency, d.state, d.is_inquiry, d.reason, d.status, d.due_by, d.booked, d.withdrawn, d.withdrawn_currency, d.answered_at, d.opened_at
from payments.disputes d
join payments.payments p on p.store_id = vitrine.current_store() and p.id = d.payment
where d.store_id = vitrine.current_store() and d.gateway = $1 and d.reference = $2
