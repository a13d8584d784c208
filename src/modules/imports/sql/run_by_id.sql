-- run_by_id(ImportId id) -> maybe RunRow
select id, kind, format, file_name, is_dry_run, state, counts, started_at, ended_at
from imports.runs
where store_id = vitrine.current_store() and id = $1
