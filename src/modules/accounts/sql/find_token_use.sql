-- find_token_use(uuid id) -> one TokenUse
-- Read behind the session's lock.
select t.issued_at, t.used_at, c.id as child, c.used_at as child_used_at
from accounts.refresh_tokens t
left join accounts.refresh_tokens c on c.store_id = t.store_id and c.parent = t.id
where t.store_id = vitrine.current_store() and t.id = $1
