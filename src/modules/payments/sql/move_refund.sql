-- move_refund(RefundId refund, RefundState from_state, RefundState to_state, text? provider_refund, text? failure, instant now) -> count
update payments.refunds
set state = $3, provider_refund = coalesce($4, provider_refund), failure = coalesce($5, failure), changed_at = $6
where store_id = vitrine.current_store() and id = $1 and state = $2
