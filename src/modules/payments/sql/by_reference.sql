-- by_reference(text gateway, text reference) -> maybe PaymentId
select r.payment
from payments.provider_references r
where r.store_id = vitrine.current_store() and r.gateway = $1 and r.reference = $2
