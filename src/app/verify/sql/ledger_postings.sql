-- ledger_postings() -> many Offence
-- Every posting sums to zero in each currency, and has lines.
select p.kind || ' ' || p.reference as subject, format('sums to %s %s', coalesce(l.sum, 0), coalesce(l.currency, 'without lines')) as detail
from ledger.postings p
left join (select posting, currency, sum(minor) as sum from ledger.lines where store_id = vitrine.current_store() group by posting, currency) l on l.posting = p.id
where p.store_id = vitrine.current_store() and (l.posting is null or l.sum <> 0)
