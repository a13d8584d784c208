-- payment(PaymentId payment) -> maybe PaymentRow
select p.id, p.order_ref, p.order_number, p.method, p.amount, p.currency, p.email, p.state, p.failure, p.pay_by, p.requires_3ds, p.created_at, p.released,
       coalesce((select array_agg(r.reference order by r.recorded_at, r.reference)
                 from payments.provider_references r
                 where r.store_id = vitrine.current_store() and r.payment = p.id), '{}') as provider_references
from payments.payments p
where p.store_id = vitrine.current_store() and p.id = $1
