-- waits_for_capture(PaymentId payment) -> maybe WaitsForCapture{i64 amount, Currency currency, instant? capturing_since}
select p.amount - p.released as amount, p.currency, p.capturing_since
from payments.payments p
where p.store_id = vitrine.current_store() and p.id = $1 and p.state = 'authorized' and p.capture_by is not null
