-- start_run(ImportId id, text kind, text file_name, bool is_dry_run, text actor, instant now) -> count
insert into imports.runs (store_id, id, kind, file_name, is_dry_run, state, actor, started_at)
values (vitrine.current_store(), $1, $2, left($3, 255), $4, 'checking', $5, $6)
