-- backlog(instant now) -> one Backlog{instant? oldest_due, i64 parked}
select (select j.due from jobs.jobs j where j.state = 'waiting' and j.due <= $1 order by j.due limit 1) as oldest_due,
       (select count(*) from jobs.jobs j where j.state = 'parked') as parked
