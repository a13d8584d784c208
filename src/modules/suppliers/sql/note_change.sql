-- note_change(text what, text subject, i64 version, json said) -> count
insert into suppliers.changes (store_id, what, subject, version, said)
values (vitrine.current_store(), $1, $2, $3, $4)
