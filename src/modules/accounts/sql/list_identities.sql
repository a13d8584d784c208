-- list_identities(uuid person) -> many text
select provider
from accounts.identities
where store_id = vitrine.current_store() and person = $1
order by provider
