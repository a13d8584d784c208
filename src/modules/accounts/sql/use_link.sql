-- use_link(LinkId id, Purpose purpose, instant now) -> maybe LinkRow
-- Of two that come at once the second waits, and finds it used. The hash it may hold is not kept any longer.
with found as (
    select store_id, id, purpose, kind, person, email, former_email, name, password_hash, roles, return_to, made_at, ends_at, used_at
    from accounts.links
    where store_id = vitrine.current_store() and id = $1 and purpose = $2 and used_at is null and ends_at > $3
    for update
), used as (
    update accounts.links l set used_at = $3, password_hash = null
    from found f
    where l.store_id = f.store_id and l.id = f.id
    returning l.id
)
select f.id, f.purpose, f.kind, f.person, f.email, f.former_email, f.name, f.password_hash, f.roles, f.return_to, f.made_at, f.ends_at, f.used_at
from found f join used u on u.id = f.id
