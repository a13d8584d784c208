-- list_parked_of_all(i64 most) -> many ParkedJob
select j.id, j.store_id as store, j.kind, j.aggregate, j.last_error, j.attempt as attempts, j.parked_at, j.payload
from jobs.jobs j
where j.state = 'parked'
order by j.parked_at, j.id
limit $1
