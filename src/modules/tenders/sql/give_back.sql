-- give_back(text order_ref, i64? up_to, text why) -> many Returned
select account, kind, currency, amount from tenders.give_back($1, $2, $3)
