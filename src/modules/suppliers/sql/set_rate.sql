-- set_rate(text currency, text from_day, i64 billionths) -> count
insert into suppliers.rates as r (store_id, currency, from_day, billionths)
values (vitrine.current_store(), $1, $2::date, $3)
on conflict (store_id, currency, from_day) do update
set billionths = excluded.billionths, set_at = now(), actor = vitrine.current_actor()
