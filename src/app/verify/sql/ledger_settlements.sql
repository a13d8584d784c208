-- ledger_settlements() -> many Offence
-- What settlement files took off a provider's account, as fees and payouts, is what their lines say: each line once.
with books as (
    select substr(l.account, length('clearing:') + 1) as gateway, l.currency, -sum(l.minor) as minor
    from ledger.lines l
    join ledger.postings p on p.store_id = l.store_id and p.id = l.posting and starts_with(p.kind, 'settlement.')
    where l.store_id = vitrine.current_store() and starts_with(l.account, 'clearing:')
    group by l.account, l.currency
), files as (
    select gateway, currency, sum(cost + paid_out) as minor
    from payments.settlement_lines
    where store_id = vitrine.current_store()
    group by gateway, currency
)
select gateway || ' ' || currency as subject, format('the books took off %s, the lines say %s', coalesce(books.minor, 0), coalesce(files.minor, 0)) as detail
from books full join files using (gateway, currency)
where coalesce(books.minor, 0) <> coalesce(files.minor, 0)
