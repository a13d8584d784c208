-- find_link(LinkId id) -> maybe LinkRow
select id, purpose, kind, person, email, former_email, name, password_hash, roles, return_to, made_at, ends_at, used_at
from accounts.links
where store_id = vitrine.current_store() and id = $1
