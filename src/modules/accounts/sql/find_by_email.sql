-- find_by_email(Kind kind, text email_key) -> maybe PersonRow
select id, kind, email, name, is_blocked, password_hash, roles, totp_sealed, totp_since, totp_step, created_at, version
from accounts.people
where store_id = vitrine.current_store() and kind = $1 and email_key = $2
