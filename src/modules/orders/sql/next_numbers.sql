-- next_numbers(i64 count) -> many i64
select number from orders.next_numbers($1) as n (number)
