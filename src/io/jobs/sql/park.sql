-- park(StoreId store, JobId job, uuid lease, instant now, text error) -> count
update jobs.jobs j set state = 'parked', parked_at = $4, lease = null, lease_until = null, last_error = $5
where j.store_id = $1 and j.id = $2 and j.lease = $3 and j.state = 'claimed'
