-- move_transfer(TransferId id, TransferState from_state, TransferState to_state, instant now) -> maybe TransferRow
update stock.transfers
set state = $3, version = version + 1, sent_at = case when $3 = 'sent' then $4 else sent_at end,
    ended_at = case when $3 in ('received', 'cancelled') then $4 else ended_at end
where store_id = vitrine.current_store() and id = $1 and state = $2
returning id, source, target, state, note, requested_by, requested_at, sent_at, ended_at, version
