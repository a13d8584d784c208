-- add_event(ReturnId id, uuid event, instant at, State? state, text words) -> count
insert into returns.events (store_id, return_id, id, at, state, words)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
