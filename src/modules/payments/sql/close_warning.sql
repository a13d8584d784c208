-- close_warning(WarningId warning, text closed_reason, text? note, text? decided_by, instant now) -> count
update payments.fraud_warnings
set is_open = false, closed_reason = $2, note = $3, decided_by = $4, closed_at = $5
where store_id = vitrine.current_store() and id = $1 and is_open
