-- list_transfers(TransferState? state, TransferId? before, i64 most) -> many TransferRow
select t.id, t.payment, t.bank_reference, t.amount, t.currency, t.note, t.two_people, t.state, t.marked_by, t.marked_at, t.decided_by, t.decided_at, t.request_key
from payments.transfers t
where t.store_id = vitrine.current_store() and ($1 is null or t.state = $1) and ($2 is null or t.id < $2)
order by t.id desc
limit $3
