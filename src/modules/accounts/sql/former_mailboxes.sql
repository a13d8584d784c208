-- former_mailboxes(uuid person) -> many text
select distinct lower(l.former_email collate "C")
from accounts.links l
where l.store_id = vitrine.current_store() and l.person = $1 and l.purpose = 'email' and l.used_at is not null and l.former_email is not null
  and not exists (select from accounts.people p where p.store_id = l.store_id and p.kind = 'customer' and p.email_key = lower(l.former_email collate "C") and p.id <> $1)
