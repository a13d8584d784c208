-- find_file(RequestId id, uuid? customer, instant now) -> maybe bytes
select file
from privacy.requests
where store_id = vitrine.current_store() and id = $1 and ($2 is null or customer = $2) and state = 'ready' and file is not null and file_until > $3
