-- list_requests(RequestState? state, RequestId before, i32 page) -> many RequestRow
select id, kind, state, customer, mailbox, asked_by, asked_at, due, postponed, waits_for, ended_at, ended_by, file_bytes, file_until
from privacy.requests
where store_id = vitrine.current_store() and ($1 is null or state = $1) and id < $2
order by id desc
limit $3::integer
