-- list_parked(i64 most) -> many ParkedJob
select j.id, j.store_id as store, j.kind, j.aggregate, j.last_error, j.attempt as attempts, j.parked_at, j.payload
from jobs.jobs j
where j.store_id = vitrine.current_store() and j.state = 'parked'
order by j.parked_at, j.id
limit $1
