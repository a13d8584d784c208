-- counts_since(instant since, text? rule) -> many CountPoint
select at, rule, failing, hidden
from quality.counts
where store_id = vitrine.current_store() and at >= $1 and ($2 is null or rule = $2)
order by at, rule
limit 10000
