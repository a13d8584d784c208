-- find_for_sign_in(Kind kind, text email_key, bytes subject, instant since, bytes device) -> one Candidate
-- One row whether somebody has the mailbox or not: the same work.
select p.id as person, p.email, p.name, p.password_hash, coalesce(p.is_blocked, false) as is_blocked, p.totp_sealed, p.totp_since, p.totp_step,
       exists (select from accounts.passkeys k where k.store_id = vitrine.current_store() and k.person = p.id) as has_passkey,
       (select count(*) from accounts.attempts a where a.store_id = vitrine.current_store() and a.subject = $3 and a.at > $4 and a.outcome = 'wrong') as failures,
       exists (select from accounts.sessions s where s.store_id = vitrine.current_store() and s.person = p.id and s.device = $5) as knows_device,
       exists (select from accounts.sessions s where s.store_id = vitrine.current_store() and s.person = p.id) as has_signed_in
from (select 1) one
left join accounts.people p on p.store_id = vitrine.current_store() and p.kind = $1 and p.email_key = $2
