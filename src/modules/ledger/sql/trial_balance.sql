-- trial_balance(instant at) -> many AccountSum
select l.account, l.currency, coalesce(sum(l.minor) filter (where l.minor > 0), 0)::bigint as debits, coalesce(-sum(l.minor) filter (where l.minor < 0), 0)::bigint as credits
from ledger.lines l
join ledger.postings p on p.store_id = vitrine.current_store() and p.id = l.posting
where l.store_id = vitrine.current_store() and p.posted_at < $1
group by l.account, l.currency
order by l.currency, l.account
