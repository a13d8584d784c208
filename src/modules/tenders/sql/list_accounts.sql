-- list_accounts(text kind, AccountId before, i32 page) -> many AccountRow
select id, kind, currency, balance, state, version, last_four, customer, expires_at, created_at
from tenders.accounts
where store_id = vitrine.current_store() and kind = $1 and id < $2
order by id desc
limit $3::integer
