-- list(State? state, PaymentId? before, i64 most) -> many PaymentRow
select p.id, p.order_ref, p.order_number, p.method, p.amount, p.currency, p.email, p.state, p.failure, p.pay_by, p.requires_3ds, p.created_at, p.released,
       '{}'::text[] as provider_references
from payments.payments p
where p.store_id = vitrine.current_store() and ($1 is null or p.state = $1) and ($2 is null or p.id < $2)
order by p.id desc
limit $3
