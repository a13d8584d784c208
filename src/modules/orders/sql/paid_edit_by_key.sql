-- paid_edit_by_key(text key) -> maybe PaidEditRow
select id, order_id, position, state, plan, currency, added, taken_back, difference, payment, payment_method, pay_by, reason, key, fingerprint, actor, opened_at, ended_at, outcome
from orders.paid_edits
where store_id = vitrine.current_store() and key = $1
