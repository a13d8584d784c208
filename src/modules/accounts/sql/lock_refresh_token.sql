-- lock_refresh_token(uuid id) -> maybe HeldToken
-- The session's lock comes first: all that is done to one family waits here.
with held as (
    select s.store_id, s.id, s.person, s.kind, s.device, s.ends_at, s.ended_at
    from accounts.sessions s
    where s.store_id = vitrine.current_store() and s.id = (select t.session from accounts.refresh_tokens t where t.store_id = vitrine.current_store() and t.id = $1)
    for no key update of s
)
select t.id, h.id as session, h.person, h.kind, h.device, h.ends_at, h.ended_at
from accounts.refresh_tokens t
join held h on h.store_id = t.store_id and h.id = t.session
where t.store_id = vitrine.current_store() and t.id = $1
