-- open_credit(AccountId id, text customer, text currency) -> one AccountId
-- Gives the customer's account, locked; made when there is none.
insert into tenders.accounts as a (store_id, id, kind, customer, currency)
values (vitrine.current_store(), $1, 'store_credit', $2, $3)
on conflict (store_id, customer, currency) do update set version = a.version + 1
returning id
