-- progress_of(ImportId id) -> maybe ProgressRow
select state, rows_read, position, counts, is_cancel_wanted
from imports.runs
where store_id = vitrine.current_store() and id = $1
