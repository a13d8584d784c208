-- keep_instructions(PaymentId payment, text reference, json told, instant until) -> count
insert into payments.instructions (store_id, payment, reference, told, until)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict (store_id, payment, reference) do nothing
