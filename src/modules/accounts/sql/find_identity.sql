-- find_identity(text provider, text subject) -> maybe PersonRow
select p.id, p.kind, p.email, p.name, p.is_blocked, p.password_hash, p.roles, p.totp_sealed, p.totp_since, p.totp_step, p.created_at, p.version
from accounts.identities i
join accounts.people p on p.store_id = i.store_id and p.id = i.person
where i.store_id = vitrine.current_store() and i.provider = $1 and i.subject = $2
