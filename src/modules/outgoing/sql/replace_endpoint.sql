-- replace_endpoint(EndpointId id, text url, text description, text[] events, EndpointState state) -> count
-- What failed before belongs to what it was before.
with replaced as (
    update outgoing.endpoints
    set url = $2, description = $3, events = $4, state = $5, version = version + 1, failures_in_row = 0, open_until = null, updated_at = now(), actor = vitrine.current_actor()
    where store_id = vitrine.current_store() and id = $1
    returning store_id, id, version, url, events, state
)
insert into outgoing.endpoint_changes (store_id, endpoint, version, what, url, events, state)
select store_id, id, version, 'changed', url, events, state from replaced
