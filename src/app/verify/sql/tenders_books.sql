-- tenders_books() -> many Offence
-- The books owe what the gift cards and credits hold.
with held as (
    select case kind when 'gift_card' then 'gift_cards' else 'store_credit' end as account, currency, sum(balance) as minor
    from tenders.accounts
    where store_id = vitrine.current_store()
    group by kind, currency
), owed as (
    select account, currency, -sum(minor) as minor
    from ledger.lines
    where store_id = vitrine.current_store() and account in ('gift_cards', 'store_credit')
    group by account, currency
)
select account || ' ' || currency as subject, format('the books owe %s, balances hold %s', coalesce(owed.minor, 0), coalesce(held.minor, 0)) as detail
from held full join owed using (account, currency)
where coalesce(owed.minor, 0) <> coalesce(held.minor, 0)
