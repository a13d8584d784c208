-- save_quote(text key, i64 price, Currency currency, i64 days_least, i64 days_most, bool is_fallback, instant expires_at, instant now) -> one QuoteRow
-- What holds already stays; what was old goes: a hundred of them each time, so that the table does not grow for ever.
with forgotten as (
    delete from shipping.courier_quotes
    where store_id = vitrine.current_store() and key in (
        select q.key from shipping.courier_quotes q
        where q.store_id = vitrine.current_store() and q.expires_at <= $8 - interval '1 day' and q.key <> $1
        order by q.expires_at limit 100)
)
insert into shipping.courier_quotes as q (store_id, key, price, currency, days_least, days_most, is_fallback, expires_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7)
on conflict (store_id, key) do update
set price = case when q.expires_at > $8 then q.price else excluded.price end,
    currency = case when q.expires_at > $8 then q.currency else excluded.currency end,
    days_least = case when q.expires_at > $8 then q.days_least else excluded.days_least end,
    days_most = case when q.expires_at > $8 then q.days_most else excluded.days_most end,
    is_fallback = case when q.expires_at > $8 then q.is_fallback else excluded.is_fallback end,
    expires_at = case when q.expires_at > $8 then q.expires_at else excluded.expires_at end
returning price, currency, days_least, days_most, is_fallback, expires_at
