-- list_disputes(DisputeState? state, DisputeId? before, i64 most) -> many DisputeRow
select d.id, d.payment, p.order_ref, p.method, d.gateway, d.reference, d.amount, d.currency, d.state, d.is_inquiry, d.reason, d.status, d.due_by, d.booked, d.withdrawn, d.withdrawn_currency, d.answered_at, d.opened_at
from payments.disputes d
join payments.payments p on p.store_id = vitrine.current_store() and p.id = d.payment
where d.store_id = vitrine.current_store() and ($1 is null or d.state = $1) and ($2 is null or d.id < $2)
order by d.id desc
limit $3
