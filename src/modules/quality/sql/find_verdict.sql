-- find_verdict(catalog::ProductId product) -> maybe VerdictRow
select product_id as product, is_fit, found, judged_at
from quality.verdicts
where store_id = vitrine.current_store() and product_id = $1
