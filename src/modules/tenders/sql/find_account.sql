-- find_account(AccountId id) -> maybe AccountRow
select id, kind, currency, balance, state, version, last_four, customer, expires_at, created_at
from tenders.accounts
where store_id = vitrine.current_store() and id = $1
