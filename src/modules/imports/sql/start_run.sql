-- start_run(ImportId id, text kind, text format, text file_name, bool is_dry_run, text actor, instant now) -> count
insert into imports.runs (store_id, id, kind, format, file_name, is_dry_run, state, actor, started_at)
values (vitrine.current_store(), $1, $2, $3, left($4, 255), $5, 'checking', $6, $7)
