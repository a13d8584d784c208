-- pause_endpoint(EndpointId id) -> count
with paused as (
    update outgoing.endpoints
    set state = 'paused', version = version + 1, updated_at = now(), actor = vitrine.current_actor()
    where store_id = vitrine.current_store() and id = $1 and state = 'enabled'
    returning store_id, id, version, url, events, state
)
insert into outgoing.endpoint_changes (store_id, endpoint, version, what, url, events, state)
select store_id, id, version, 'gone', url, events, state from paused
