-- of_order(text order_ref) -> many PaymentRow
select p.id, p.order_ref, p.order_number, p.method, p.amount, p.currency, p.email, p.state, p.failure, p.pay_by, p.requires_3ds, p.created_at, p.released,
       '{}'::text[] as provider_references
from payments.payments p
where p.store_id = vitrine.current_store() and p.order_ref = $1
order by p.attempt
