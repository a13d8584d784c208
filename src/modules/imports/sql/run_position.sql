-- run_position(ImportId id) -> maybe RunPosition
select kind, state, digest, position, file_name, counts
from imports.runs
where store_id = vitrine.current_store() and id = $1
