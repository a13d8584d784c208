-- list_rates() -> many RateRow{text currency, text from_day, i64 billionths, text actor, instant set_at}
select currency, from_day::text as from_day, billionths, actor, set_at
from suppliers.rates
where store_id = vitrine.current_store()
order by currency, rates.from_day desc
