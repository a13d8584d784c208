-- rerun_parked(JobId job, instant now) -> count
update jobs.jobs j set state = 'waiting', attempt = 0, due = $2, parked_at = null
where j.store_id = vitrine.current_store() and j.id = $1 and j.state = 'parked'
