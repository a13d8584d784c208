-- list_faults(RunId run, i32 after, i32 page) -> many RunFault
select position, row_number as row, column_name as column, code, text, is_notice
from suppliers.run_faults
where store_id = vitrine.current_store() and run_id = $1 and position > $2
order by position
limit $3::integer
