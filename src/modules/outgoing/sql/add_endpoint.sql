-- add_endpoint(EndpointId id, text url, text description, text[] events, EndpointState state, bytes secret) -> count
with added as (
    insert into outgoing.endpoints (store_id, id, url, description, events, state, secret)
    values (vitrine.current_store(), $1, $2, $3, $4, $5, $6)
    returning store_id, id, version, url, events, state
)
insert into outgoing.endpoint_changes (store_id, endpoint, version, what, url, events, state)
select store_id, id, version, 'added', url, events, state from added
