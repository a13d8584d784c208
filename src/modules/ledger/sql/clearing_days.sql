-- clearing_days(instant from_time, instant to_time, text time_zone) -> many ClearingDay
select ((p.posted_at at time zone $3)::date)::text as day, substr(l.account, length('clearing:') + 1) as gateway, l.currency, p.kind, count(*) as count, sum(l.minor)::bigint as minor
from ledger.lines l
join ledger.postings p on p.store_id = vitrine.current_store() and p.id = l.posting
where l.store_id = vitrine.current_store() and starts_with(l.account, 'clearing:') and p.posted_at >= $1 and p.posted_at < $2
group by 1, 2, 3, 4
order by 1, 2, 3, 4
