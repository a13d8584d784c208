-- discard_parked(JobId job) -> maybe Lane{text kind, text aggregate}
delete from jobs.jobs j
where j.store_id = vitrine.current_store() and j.id = $1 and j.state = 'parked'
returning j.kind, j.aggregate
