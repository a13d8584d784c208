-- rotate_secret(EndpointId id, bytes secret, instant previous_until) -> count
with rotated as (
    update outgoing.endpoints
    set previous_secret = secret, previous_until = $3, secret = $2, version = version + 1, updated_at = now(), actor = vitrine.current_actor()
    where store_id = vitrine.current_store() and id = $1
    returning store_id, id, version, url, events, state
)
insert into outgoing.endpoint_changes (store_id, endpoint, version, what, url, events, state)
select store_id, id, version, 'secret_changed', url, events, state from rotated
