-- order_of_paid_edit(PaidEditId id) -> maybe OrderId
select order_id
from orders.paid_edits
where store_id = vitrine.current_store() and id = $1
