-- keep_counts(instant at, text[] rule, i64[] failing, i64[] hidden) -> count
insert into quality.counts (store_id, at, rule, failing, hidden)
select vitrine.current_store(), $1, c.rule, c.failing, c.hidden
from unnest($2, $3, $4) as c (rule, failing, hidden)
on conflict do nothing
