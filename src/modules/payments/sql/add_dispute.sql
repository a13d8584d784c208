-- add_dispute(DisputeId id, PaymentId payment, text gateway, text reference, i64 amount, Currency currency, DisputeState state, bool is_inquiry, text reason, text status, instant? due_by, text[] booked, i64 withdrawn, Currency? withdrawn_currency, instant now) -> count
insert into payments.disputes (store_id, id, payment, gateway, reference, amount, currency, state, is_inquiry, reason, status, due_by, booked, withdrawn, withdrawn_currency, opened_at, changed_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
