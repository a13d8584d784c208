-- move_dispute(DisputeId dispute, DisputeState state, bool is_inquiry, text reason, text status, instant? due_by, text[] booked, i64 withdrawn, Currency? withdrawn_currency, instant now) -> count
update payments.disputes
set state = $2, is_inquiry = $3, reason = $4, status = $5, due_by = $6, booked = $7, withdrawn = $8, withdrawn_currency = $9, changed_at = $10
where store_id = vitrine.current_store() and id = $1
