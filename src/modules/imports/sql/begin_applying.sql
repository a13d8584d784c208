-- begin_applying(ImportId id, uuid digest) -> count
-- A run that stopped may go on, with the same file only.
update imports.runs
set state = 'applying', digest = $2, ended_at = null
where store_id = vitrine.current_store() and id = $1 and (state = 'checking' or state in ('applying', 'stopped') and digest = $2)
