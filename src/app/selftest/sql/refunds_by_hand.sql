-- refunds_by_hand() -> many RefundByHand
-- Money that a person has to send back, because no gateway can.
select f.id, f.payment, p.method, f.amount, f.currency
from payments.refunds f
join payments.payments p on p.store_id = f.store_id and p.id = f.payment
where f.store_id = vitrine.current_store() and f.by_hand and f.state = 'pending'
order by f.id
