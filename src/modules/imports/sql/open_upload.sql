-- open_upload(ImportId id, text file_name, bool is_dry_run, json options, text actor, instant now) -> count
insert into imports.runs (store_id, id, kind, format, file_name, is_dry_run, state, options, actor, started_at)
values (vitrine.current_store(), $1, 'products', 'native', left($2, 255), $3, 'uploading', $4, $5, $6)
