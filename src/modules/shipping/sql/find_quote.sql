-- find_quote(text key, instant now) -> maybe QuoteRow{i64 price, Currency currency, i64 days_least, i64 days_most, bool is_fallback, instant expires_at}
select price, currency, days_least, days_most, is_fallback, expires_at
from shipping.courier_quotes
where store_id = vitrine.current_store() and key = $1 and expires_at > $2
