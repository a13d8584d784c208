-- background_run(ImportId id) -> maybe BackgroundRun
select state, file_name, is_dry_run, options, actor
from imports.runs
where store_id = vitrine.current_store() and id = $1
