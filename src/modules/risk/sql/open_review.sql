-- open_review(ReviewId id, text order_ref, text order_number, Basis basis, i64 total, Currency currency, text? email, json assessment, OnExpiry on_expiry, instant now, instant expires) -> count
insert into risk.reviews (store_id, id, order_ref, order_number, basis, total, currency, email, assessment, on_expiry, opened_at, expires_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
