-- renew(StoreId[] store, JobId[] job, uuid[] lease, i32[] lease_ms, instant now) -> count
update jobs.jobs j set lease_until = greatest(j.lease_until, $5 + u.lease_ms * interval '1 millisecond')
from unnest($1, $2, $3, $4) as u (store, id, lease, lease_ms)
where j.store_id = u.store and j.id = u.id and j.lease = u.lease and j.state = 'claimed'
