-- newest_events(EventId after, text[] topic, i32 most) -> many LogEntry
select e.id, e.name, e.aggregate, e.sequence, e.at, e.payload
from jobs.events e
where e.store_id = vitrine.current_store() and e.id > $1 and split_part(e.name, '.', 1) = any ($2)
order by e.id desc
limit $3
