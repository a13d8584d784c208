-- give_back(StoreId[] store, JobId[] job, uuid[] lease) -> count
update jobs.jobs j set state = 'waiting', attempt = j.attempt - 1, lease = null, lease_until = null
from unnest($1, $2, $3) as u (store, id, lease)
where j.store_id = u.store and j.id = u.id and j.lease = u.lease and j.state = 'claimed'
