-- paid_edit_payments(OrderId order_id) -> many PaidEditPayment{PaidEditId id, PaymentId payment}
-- The further payments of an order: those of the edits that were carried out.
select id, payment
from orders.paid_edits
where store_id = vitrine.current_store() and order_id = $1 and state = 'done' and payment is not null
order by position
