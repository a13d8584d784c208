-- save_verdicts(catalog::ProductId[] product, bool[] is_fit, json[] found, instant now) -> count
-- What is the same as before is left alone.
insert into quality.verdicts as v (store_id, product_id, is_fit, found, rules, judged_at)
select vitrine.current_store(), n.product, n.is_fit, n.found, array(select f ->> 'rule' from jsonb_array_elements(n.found) as f), $4
from unnest($1, $2, $3) as n (product, is_fit, found)
order by n.product
on conflict (store_id, product_id) do update
set is_fit = excluded.is_fit, found = excluded.found, rules = excluded.rules, judged_at = excluded.judged_at
where (v.is_fit, v.found) is distinct from (excluded.is_fit, excluded.found)
