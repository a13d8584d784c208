-- add_mark(text kind, text key, instant at, text subject) -> count
insert into risk.marks (store_id, kind, key, at, subject)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict do nothing
