-- list_warnings(bool? is_open, WarningId? before, i64 most) -> many WarningRow
select w.id, w.payment, p.order_ref, p.method, w.gateway, w.reference, w.kind, w.reason, w.is_open, w.closed_reason, w.note, w.opened_at, w.closed_at
from payments.fraud_warnings w
join payments.payments p on p.store_id = vitrine.current_store() and p.id = w.payment
where w.store_id = vitrine.current_store() and ($1 is null or w.is_open = $1) and ($2 is null or w.id < $2)
order by w.id desc
limit $3
