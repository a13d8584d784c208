-- adjust(AccountId id, i64 amount, text kind, text reason) -> maybe AccountRow
-- Nothing when the balance does not reach that far.
with moved as (
    update tenders.accounts
    set balance = balance + $2, version = version + 1, state = case when $3 = 'voided' then 'void' else state end
    where store_id = vitrine.current_store() and id = $1 and balance + $2 >= 0
    returning id, kind, currency, balance, state, version, last_four, customer, expires_at, created_at
), noted as (
    insert into tenders.movements (store_id, account, kind, amount, reason)
    select vitrine.current_store(), moved.id, $3, $2, $4 from moved where $2 <> 0
)
select id, kind, currency, balance, state, version, last_four, customer, expires_at, created_at from moved
