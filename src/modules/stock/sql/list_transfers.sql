-- list_transfers(TransferState? state, TransferId before, i32 limit) -> many TransferRow
select id, source, target, state, note, requested_by, requested_at, sent_at, ended_at, version
from stock.transfers
where store_id = vitrine.current_store() and id < $2 and ($1::text is null or state = $1)
order by id desc
limit $3
