-- open_session(SessionId id, uuid person, Kind kind, bytes device, text agent, text network, text how, instant opened_at, instant ends_at) -> count
with seen as (
    update accounts.people set signed_in_at = $8
    where store_id = vitrine.current_store() and id = $2 and not is_blocked
    returning id
)
insert into accounts.sessions (store_id, id, person, kind, device, agent, network, how, opened_at, seen_at, ends_at)
select vitrine.current_store(), $1, s.id, $3, $4, $5, $6, $7, $8, $8, $9
from seen s
