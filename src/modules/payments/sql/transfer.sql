-- transfer(TransferId transfer) -> maybe TransferRow
select t.id, t.payment, t.bank_reference, t.amount, t.currency, t.note, t.two_people, t.state, t.marked_by, t.marked_at, t.decided_by, t.decided_at, t.request_key
from payments.transfers t
where t.store_id = vitrine.current_store() and t.id = $1
