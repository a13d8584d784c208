-- close_circuit(EndpointId id) -> count
update outgoing.endpoints set failures_in_row = 0, open_until = null where store_id = vitrine.current_store() and id = $1
