-- movements(text account, text kind_prefix) -> many Movement
select p.kind, p.reference, p.posted_at, l.currency, l.minor
from ledger.postings p
join ledger.lines l on l.store_id = vitrine.current_store() and l.posting = p.id and l.account = $1
where p.store_id = vitrine.current_store() and starts_with(p.kind, $2)
order by p.posted_at, p.id
