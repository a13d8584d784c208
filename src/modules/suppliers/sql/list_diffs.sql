-- list_diffs(RunId run, i32 after, i32 page) -> many RunDiff
select position, what, code, price_was_minor, price_is_minor
from suppliers.run_diffs
where store_id = vitrine.current_store() and run_id = $1 and position > $2
order by position
limit $3::integer
