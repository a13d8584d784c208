-- instructions_of(PaymentId payment, instant now) -> maybe json
select i.told
from payments.instructions i
where i.store_id = vitrine.current_store() and i.payment = $1 and i.until > $2
order by i.until desc, i.reference desc
limit 1
