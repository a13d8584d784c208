-- add_warning(WarningId id, PaymentId payment, text gateway, text reference, WarningKind kind, text reason, bool is_open, text? closed_reason, instant now, i64? amount) -> count
insert into payments.fraud_warnings (store_id, id, payment, gateway, reference, kind, reason, opened_at, is_open, closed_reason, closed_at, amount)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $9, $7, $8, case when $7 then null else $9 end, $10)
on conflict (store_id, gateway, reference, kind) do nothing
