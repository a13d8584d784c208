-- list_staff() -> many StaffListRow
select id, email, name, roles, is_blocked,
       totp_since is not null or exists (select from accounts.passkeys k where k.store_id = people.store_id and k.person = people.id) as has_second_factor, signed_in_at, version
from accounts.people
where store_id = vitrine.current_store() and kind = 'staff'
order by email_key
limit 1000
