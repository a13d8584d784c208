-- requests_of(uuid customer) -> many RequestRow
select id, kind, state, customer, mailbox, asked_by, asked_at, due, postponed, waits_for, ended_at, ended_by, file_bytes, file_until
from privacy.requests
where store_id = vitrine.current_store() and customer = $1
order by id desc
limit 50
