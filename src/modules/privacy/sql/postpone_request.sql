-- postpone_request(RequestId id, instant due, text[] waits_for) -> count
update privacy.requests
set due = $2, waits_for = $3, postponed = postponed + 1
where store_id = vitrine.current_store() and id = $1 and state = 'waiting'
