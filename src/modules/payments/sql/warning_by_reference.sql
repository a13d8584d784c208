-- warning_by_reference(text gateway, text reference, WarningKind kind) -> maybe WarningRow
select w.id, w.payment, p.order_ref, p.method, w.gateway, w.reference, w.kind, w.reason, w.is_open, w.closed_reason, w.note, w.opened_at, w.closed_at
from payments.fraud_warnings w
join payments.payments p on p.store_id = vitrine.current_store() and p.id = w.payment
where w.store_id = vitrine.current_store() and w.gateway = $1 and w.reference = $2 and w.kind = $3
