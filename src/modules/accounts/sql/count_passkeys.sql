-- count_passkeys(uuid person) -> one i64
select count(*) as passkeys
from accounts.passkeys
where store_id = vitrine.current_store() and person = $1
