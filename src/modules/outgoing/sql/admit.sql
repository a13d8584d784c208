-- admit(EndpointId id, instant now, instant probe_until) -> count
update outgoing.endpoints
set open_until = $3
where store_id = vitrine.current_store() and id = $1 and (open_until is null or open_until <= $2)
