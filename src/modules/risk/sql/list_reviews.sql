-- list_reviews(ReviewState? state, text? order_ref, ReviewId before, i32 page) -> many ReviewRow
select id, order_ref, order_number, basis, total, currency, email, state, assessment, on_expiry, opened_at, expires_at, decided_at, decided_by, reason
from risk.reviews
where store_id = vitrine.current_store() and ($1 is null or state = $1) and ($2 is null or order_ref = $2) and id < $3
order by id desc
limit $4::integer
