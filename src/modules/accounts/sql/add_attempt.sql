-- add_attempt(uuid id, bytes subject, text network, text outcome, instant at) -> count
insert into accounts.attempts (store_id, id, subject, network, outcome, at)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
