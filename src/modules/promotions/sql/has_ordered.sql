-- has_ordered(text customer) -> one bool
select promotions.has_ordered($1)
