-- lock_order_payments(PaymentId payment) -> many PaymentRow
select p.id, p.order_ref, p.order_number, p.method, p.amount, p.currency, p.email, p.state, p.failure, p.pay_by, p.requires_3ds, p.created_at, p.released,
       '{}'::text[] as provider_references
from payments.payments p
where p.store_id = vitrine.current_store()
  and p.order_ref = (select own.order_ref from payments.payments own where own.store_id = vitrine.current_store() and own.id = $1)
order by p.id
for update of p
