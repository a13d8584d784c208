-- remove_role(text name) -> count
delete from accounts.roles r
where r.store_id = vitrine.current_store() and r.name = $1
  and not exists (select from accounts.people p where p.store_id = r.store_id and p.kind = 'staff' and $1 = any (p.roles))
