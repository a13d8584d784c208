-- count_marks(text[] lock_key, text[] kind, text[] key, instant[] since, text without) -> many i64
select c.number from risk.count_marks($1, $2, $3, $4, $5) as c (number)
