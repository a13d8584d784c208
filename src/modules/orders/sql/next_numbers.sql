-- next_numbers(i64 count) -> many i64
select orders.next_number()
from generate_series(1, $1)
