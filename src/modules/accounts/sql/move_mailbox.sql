-- move_mailbox(uuid person, text email, text email_key) -> count
update accounts.people p set email = $2, email_key = $3, version = version + 1
where p.store_id = vitrine.current_store() and p.id = $1
  and not exists (select from accounts.people o where o.store_id = p.store_id and o.kind = p.kind and o.email_key = $3 and o.id <> p.id)
