-- save_faults(ImportId run, i32[] position, i64[] row_number, text[] column_name, text[] code, text[] text, bool[] is_notice) -> count
insert into imports.faults (store_id, run_id, position, row_number, column_name, code, text, is_notice)
select vitrine.current_store(), $1, g.position, g.row_number, g.column_name, g.code, g.text, g.is_notice
from unnest($2, $3, $4, $5, $6, $7) as g (position, row_number, column_name, code, text, is_notice)
on conflict (store_id, run_id, position) do nothing
