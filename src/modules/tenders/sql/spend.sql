-- spend(text[] order_ref, AccountId[] account, i64[] amount, text[] currency) -> one i64
select tenders.spend($1, $2, $3, $4)
