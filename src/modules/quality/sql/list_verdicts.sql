-- list_verdicts(text? rule, bool? is_fit, catalog::ProductId after, i32 page) -> many VerdictRow
select product_id as product, is_fit, found, judged_at
from quality.verdicts
where store_id = vitrine.current_store() and ($1 is null or rules @> array[$1]) and ($2 is null or is_fit = $2) and product_id > $3
order by product_id
limit $4::integer
