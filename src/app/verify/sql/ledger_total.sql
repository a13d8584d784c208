-- ledger_total() -> many Offence
select currency as subject, format('all accounts sum to %s', sum(minor)) as detail
from ledger.lines
where store_id = vitrine.current_store()
group by currency
having sum(minor) <> 0
