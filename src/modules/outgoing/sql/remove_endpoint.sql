-- remove_endpoint(EndpointId id) -> count
with removed as (
    delete from outgoing.endpoints
    where store_id = vitrine.current_store() and id = $1
    returning store_id, id, version, url, events, state
)
insert into outgoing.endpoint_changes (store_id, endpoint, version, what, url, events, state)
select store_id, id, version + 1, 'removed', url, events, state from removed
