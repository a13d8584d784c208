-- hand_over(text from_ref, text to_ref, instant expires) -> many VariantId
-- The receiver is locked by its owner, so nobody gives it another part meanwhile. Levels stay as they are: what was reserved is reserved.
update stock.reservations r
set order_ref = $2, expires_at = $3,
    part = coalesce((select max(o.part) + 1 from stock.reservations o where o.store_id = vitrine.current_store() and o.order_ref = $2 and o.variant = r.variant), 0)
where r.store_id = vitrine.current_store() and r.order_ref = $1 and r.state = 'active'
returning r.variant
