-- read_part(ImportId run, i32 number) -> maybe bytes
select content
from imports.parts
where store_id = vitrine.current_store() and run_id = $1 and number = $2
