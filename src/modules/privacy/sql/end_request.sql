-- end_request(RequestId id, RequestState state, instant at) -> count
update privacy.requests
set state = $2, ended_at = $3, ended_by = vitrine.current_actor(), mailbox = case when $2 = 'withdrawn' then mailbox end, waits_for = '{}'
where store_id = vitrine.current_store() and id = $1 and state = 'waiting'
