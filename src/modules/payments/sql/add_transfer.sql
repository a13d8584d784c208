-- add_transfer(TransferId id, PaymentId payment, text bank_reference, i64 amount, Currency currency, text note, bool two_people, TransferState state, instant now, text request_key) -> count
insert into payments.transfers (store_id, id, payment, bank_reference, amount, currency, note, two_people, state, marked_at, request_key)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
