-- lock_addresses(uuid person) -> many AddressRow
select id, address, is_default, version
from accounts.addresses
where store_id = vitrine.current_store() and person = $1
order by id
for update
