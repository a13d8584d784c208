-- jobs_parked(instant before) -> many Offence
select vitrine.id_text('job', id) as subject, format('%s of %s, parked since %s: %s', kind, aggregate, to_char(parked_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI"Z"'), left(last_error, 120)) as detail
from jobs.jobs
where store_id = vitrine.current_store() and state = 'parked' and parked_at < $1
order by parked_at, id
