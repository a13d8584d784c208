-- retry(StoreId store, JobId job, uuid lease, instant due, text error) -> count
update jobs.jobs j set state = 'waiting', due = $4, lease = null, lease_until = null, last_error = $5
where j.store_id = $1 and j.id = $2 and j.lease = $3 and j.state = 'claimed'
