-- note_change(text what, text subject, json said) -> count
insert into quality.changes (store_id, what, subject, said)
values (vitrine.current_store(), $1, $2, $3)
