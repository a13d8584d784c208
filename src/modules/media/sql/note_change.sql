-- note_change(MediaId media_id, i64 version, text what, json detail) -> count
insert into media.changes (store_id, media_id, version, what, detail)
values (vitrine.current_store(), $1, $2, $3, $4)
