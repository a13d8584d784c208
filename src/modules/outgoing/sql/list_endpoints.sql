-- list_endpoints() -> many EndpointRow
select id, version, url, description, events, state, secret, previous_secret, previous_until, failures_in_row, open_until, created_at, updated_at
from outgoing.endpoints
where store_id = vitrine.current_store()
order by id
