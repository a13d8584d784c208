-- note_refund_end(RefundId refund, text ended_by, text end_note) -> count
update payments.refunds
set ended_by = $2, end_note = $3
where store_id = vitrine.current_store() and id = $1 and by_hand and ended_by is null
