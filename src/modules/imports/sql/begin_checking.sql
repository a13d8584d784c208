-- begin_checking(ImportId id, text kind, text format) -> count
-- A worker that died while it checked has written nothing: the next one begins anew.
update imports.runs
set state = 'checking', kind = $2, format = $3, rows_read = 0
where store_id = vitrine.current_store() and id = $1 and state in ('queued', 'checking')
