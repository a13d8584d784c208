-- give_back(text[] order_ref, text[] customer) -> one bool
select promotions.give_back($1, $2)
