-- list_passkeys(uuid person) -> many PasskeyRow
select k.id, k.person, p.kind, k.host, k.credential, k.public_key, k.counter, k.name, k.transports, k.may_sync, k.made_at, k.used_at
from accounts.passkeys k
join accounts.people p on p.store_id = k.store_id and p.id = k.person
where k.store_id = vitrine.current_store() and k.person = $1
order by k.made_at, k.id
limit 100
