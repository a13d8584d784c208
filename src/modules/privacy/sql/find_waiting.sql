-- find_waiting(Kind kind, text mailbox) -> maybe RequestRow
select id, kind, state, customer, mailbox, asked_by, asked_at, due, postponed, waits_for, ended_at, ended_by, file_bytes, file_until
from privacy.requests
where store_id = vitrine.current_store() and state = 'waiting' and kind = $1 and mailbox = $2
