-- trim(i64 most) -> one i64
select audit.trim($1)
