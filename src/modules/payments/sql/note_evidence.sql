-- note_evidence(DisputeId dispute, instant now) -> count
update payments.disputes
set answered_at = coalesce(answered_at, $2), changed_at = $2
where store_id = vitrine.current_store() and id = $1
