-- add_gift_card(AccountId id, text currency, i64 amount, bytes code_hash, text last_four, instant? expires_at, text reason) -> count
with made as (
    insert into tenders.accounts (store_id, id, kind, currency, balance, code_hash, last_four, expires_at)
    values (vitrine.current_store(), $1, 'gift_card', $2, $3, $4, $5, $6)
    returning id
)
insert into tenders.movements (store_id, account, kind, amount, reason)
select vitrine.current_store(), made.id, 'issued', $3, $7 from made
