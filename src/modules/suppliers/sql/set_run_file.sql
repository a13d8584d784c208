-- set_run_file(RunId id, text upload, i32 parts, text file_name) -> count
update suppliers.runs
set upload = $2, parts = $3, file_name = $4
where store_id = vitrine.current_store() and id = $1
