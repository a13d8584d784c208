-- hand_over_refund(RefundId refund, instant now) -> count
update payments.refunds
set by_hand = true, state = 'pending', changed_at = $2
where store_id = vitrine.current_store() and id = $1 and state in ('created', 'pending') and not by_hand
