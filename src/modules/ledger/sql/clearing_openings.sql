-- clearing_openings(instant before_time) -> many ClearingOpening
select substr(l.account, length('clearing:') + 1) as gateway, l.currency, sum(l.minor)::bigint as minor
from ledger.lines l
join ledger.postings p on p.store_id = vitrine.current_store() and p.id = l.posting
where l.store_id = vitrine.current_store() and starts_with(l.account, 'clearing:') and p.posted_at < $1
group by l.account, l.currency
order by 1, 2
