-- find_person(uuid person) -> maybe PersonRow
select id, kind, email, name, is_blocked, password_hash, roles, totp_sealed, totp_since, totp_step, created_at, version
from accounts.people
where store_id = vitrine.current_store() and id = $1
