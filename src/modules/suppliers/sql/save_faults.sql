-- save_faults(RunId run, i32[] position, i64[] row, text[] column_name, text[] code, text[] said, bool[] is_notice) -> count
insert into suppliers.run_faults (store_id, run_id, position, row_number, column_name, code, text, is_notice)
select vitrine.current_store(), $1, f.position, f.row, f.column_name, f.code, f.said, f.is_notice
from unnest($2, $3, $4, $5, $6, $7) as f (position, row, column_name, code, said, is_notice)
on conflict do nothing
