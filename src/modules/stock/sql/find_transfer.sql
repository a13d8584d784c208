-- find_transfer(TransferId id) -> maybe TransferRow
select id, source, target, state, note, requested_by, requested_at, sent_at, ended_at, version
from stock.transfers
where store_id = vitrine.current_store() and id = $1
