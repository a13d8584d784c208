-- references_of(PaymentId payment) -> many text
select r.reference
from payments.provider_references r
where r.store_id = vitrine.current_store() and r.payment = $1
order by r.recorded_at, r.reference
