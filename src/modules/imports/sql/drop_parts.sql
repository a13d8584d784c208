-- drop_parts(ImportId run) -> count
delete from imports.parts
where store_id = vitrine.current_store() and run_id = $1
