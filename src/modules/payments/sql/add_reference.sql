-- add_reference(text reference, PaymentId payment) -> maybe PaymentId
insert into payments.provider_references (store_id, gateway, reference, payment)
select p.store_id, p.method, $1, p.id
from payments.payments p
where p.store_id = vitrine.current_store() and p.id = $2
on conflict (store_id, gateway, reference) do update set recorded_at = payments.provider_references.recorded_at
returning payment
