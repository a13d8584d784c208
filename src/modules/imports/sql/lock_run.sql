-- lock_run(ImportId id, i64 position) -> count
-- Nothing when another process has carried the run on meanwhile.
select 1
from imports.runs
where store_id = vitrine.current_store() and id = $1 and state = 'applying' and position = $2
for update
