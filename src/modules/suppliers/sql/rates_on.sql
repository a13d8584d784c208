-- rates_on(text day) -> many DayRate{text currency, i64 billionths}
select distinct on (currency) currency, billionths
from suppliers.rates
where store_id = vitrine.current_store() and from_day <= $1::date
order by currency, from_day desc
