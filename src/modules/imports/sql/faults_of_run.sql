-- faults_of_run(ImportId run, i32 after, i32 limit) -> many ReportedFault
select row_number as row, column_name as column, code, text, is_notice
from imports.faults
where store_id = vitrine.current_store() and run_id = $1 and position > $2
order by position
limit $3
