-- remove_role(text name, instant now) -> count
-- Nor while an invitation promises it.
delete from accounts.roles r
where r.store_id = vitrine.current_store() and r.name = $1
  and not exists (select from accounts.people p where p.store_id = r.store_id and p.kind = 'staff' and $1 = any (p.roles))
  and not exists (select from accounts.links l
                  where l.store_id = r.store_id and l.purpose = 'invitation' and l.used_at is null and l.ends_at > $2 and $1 = any (l.roles))
