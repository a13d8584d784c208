-- decide_transfer(TransferId transfer, TransferState state, text actor, instant now) -> count
update payments.transfers
set state = $2, decided_by = $3, decided_at = $4
where store_id = vitrine.current_store() and id = $1 and state = 'waiting'
