-- find_card(bytes code_hash) -> maybe AccountRow
select id, kind, currency, balance, state, version, last_four, customer, expires_at, created_at
from tenders.accounts
where store_id = vitrine.current_store() and code_hash = $1
