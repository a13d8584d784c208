-- staff_permissions() -> many StaffRow
-- For the worker role: all stores. Who has no second factor, or is blocked, may do nothing.
select p.store_id as store, p.id as person,
       case when p.is_blocked or (p.totp_since is null and not exists (select from accounts.passkeys k where k.store_id = p.store_id and k.person = p.id)) then '{}'::text[]
            else array(select distinct u.permission from accounts.roles r, unnest(r.permissions) as u (permission) where r.store_id = p.store_id and r.name = any (p.roles) order by 1) end as permissions
from accounts.people p
where p.kind = 'staff'
