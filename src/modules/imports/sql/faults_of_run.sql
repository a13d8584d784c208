-- faults_of_run(ImportId run, i32 limit) -> many ReportedFault
select row_number as row, column_name as column, code, text
from imports.faults
where store_id = vitrine.current_store() and run_id = $1
order by position
limit $2
