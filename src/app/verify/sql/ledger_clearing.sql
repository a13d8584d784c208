-- ledger_clearing() -> many Offence
-- Before fees and payouts (ledger_settlements), what the books expect from a provider is the money that arrived there, partial transfers too, less the money that went back, what
-- disputes took and what a courier paid over.
with books as (
    select substr(l.account, length('clearing:') + 1) as method, l.currency, sum(l.minor) as minor
    from ledger.lines l
    join ledger.postings p on p.store_id = l.store_id and p.id = l.posting and not starts_with(p.kind, 'settlement.')
    where l.store_id = vitrine.current_store() and starts_with(l.account, 'clearing:')
    group by l.account, l.currency
), arrived as (
    select p.method, r.currency, sum(r.amount) as minor
    from payments.receipts r
    join payments.payments p on p.store_id = r.store_id and p.id = r.payment
    where r.store_id = vitrine.current_store()
    group by p.method, r.currency
), returned as (
    select p.method, f.currency, sum(f.amount) as minor
    from payments.refunds f
    join payments.payments p on p.store_id = f.store_id and p.id = f.payment
    where f.store_id = vitrine.current_store() and f.state = 'succeeded' and f.dispute is null  -- what a dispute took is counted below
    group by p.method, f.currency
    union all
    select p.method, p.currency, sum(p.amount)
    from payments.payments p
    where p.store_id = vitrine.current_store() and p.remitted_at is not null
    group by p.method, p.currency
    union all
    select d.gateway, d.withdrawn_currency, sum(d.withdrawn)
    from payments.disputes d
    where d.store_id = vitrine.current_store() and d.withdrawn_currency is not null
    group by d.gateway, d.withdrawn_currency
), waiting as (
    select p.method, t.currency, sum(t.amount) as minor
    from payments.transfers t
    join payments.payments p on p.store_id = t.store_id and p.id = t.payment and p.state in ('created', 'pending', 'authorized')
    where t.store_id = vitrine.current_store() and t.state = 'counted'
    group by p.method, t.currency
), came as (
    select method, currency, sum(minor) as minor
    from (select method, currency, minor from arrived union all select method, currency, minor from waiting) as both_kinds
    group by method, currency
), gone as (
    select method, currency, sum(minor) as minor from returned group by method, currency
)
select method || ' ' || currency as subject,
       format('the books say %s, but %s arrived and %s went on or back', coalesce(books.minor, 0), coalesce(came.minor, 0), coalesce(gone.minor, 0)) as detail
from books full join came using (method, currency) full join gone using (method, currency)
where coalesce(books.minor, 0) <> coalesce(came.minor, 0) - coalesce(gone.minor, 0)
