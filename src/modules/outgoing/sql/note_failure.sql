-- note_failure(EndpointId id) -> maybe i64
update outgoing.endpoints
set failures_in_row = failures_in_row + 1
where store_id = vitrine.current_store() and id = $1
returning failures_in_row
