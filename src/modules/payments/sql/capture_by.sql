-- capture_by(PaymentId payment) -> maybe instant
select p.capture_by
from payments.payments p
where p.store_id = vitrine.current_store() and p.id = $1 and p.capture_by is not null
