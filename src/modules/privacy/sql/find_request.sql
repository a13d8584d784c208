-- find_request(RequestId id) -> maybe RequestRow
select id, kind, state, customer, mailbox, asked_by, asked_at, due, postponed, waits_for, ended_at, ended_by, file_bytes, file_until
from privacy.requests
where store_id = vitrine.current_store() and id = $1
