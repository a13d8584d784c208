-- extend_lease(JobId job, uuid lease, instant until) -> one bool
with longer as (
    update jobs.jobs j set lease_until = $3
    where j.store_id = vitrine.current_store() and j.id = $1 and j.lease = $2 and j.state = 'claimed'
    returning j.id
)
select jobs.must_hold(exists (select from longer))
