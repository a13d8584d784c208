-- add_answer(ChoiceId id, accounts::CustomerId? customer, bool analytics, i64 text_version, instant at) -> count
insert into consent.answers (store_id, id, customer, analytics, text_version, at)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
