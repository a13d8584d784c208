-- credits_of(text customer) -> many AccountRow
select id, kind, currency, balance, state, version, last_four, customer, expires_at, created_at
from tenders.accounts
where store_id = vitrine.current_store() and customer = $1
order by currency
