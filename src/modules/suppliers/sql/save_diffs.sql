-- save_diffs(RunId run, i32[] position, text[] what, text[] code, i64?[] price_was, i64?[] price_is) -> count
insert into suppliers.run_diffs (store_id, run_id, position, what, code, price_was_minor, price_is_minor)
select vitrine.current_store(), $1, d.position, d.what, d.code, d.price_was, d.price_is
from unnest($2, $3, $4, $5, $6) as d (position, what, code, price_was, price_is)
