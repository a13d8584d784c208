-- open_circuit(EndpointId id, instant until) -> count
update outgoing.endpoints set open_until = $2 where store_id = vitrine.current_store() and id = $1
