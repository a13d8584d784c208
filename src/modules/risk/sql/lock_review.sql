-- lock_review(ReviewId id) -> maybe ReviewRow
select id, order_ref, order_number, basis, total, currency, email, state, assessment, on_expiry, opened_at, expires_at, decided_at, decided_by, reason
from risk.reviews
where store_id = vitrine.current_store() and id = $1
for update
