-- end_paid_edit(PaidEditId id, PaidEditState state, text outcome, instant now) -> count
update orders.paid_edits
set state = $2, outcome = $3, ended_at = $4
where store_id = vitrine.current_store() and id = $1 and state = 'open'
