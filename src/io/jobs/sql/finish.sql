-- finish(JobId job, uuid lease) -> one bool
with gone as (
    delete from jobs.jobs j
    where j.store_id = vitrine.current_store() and j.id = $1 and j.lease = $2 and j.state = 'claimed'
    returning j.id
)
select jobs.must_hold(exists (select from gone))
