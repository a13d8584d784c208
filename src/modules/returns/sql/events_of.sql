-- events_of(ReturnId[] id) -> many EventRow{ReturnId return_id, instant at, State? state, text words, text actor}
select return_id, at, state, words, actor
from returns.events
where store_id = vitrine.current_store() and return_id = any ($1)
order by return_id, at, id
