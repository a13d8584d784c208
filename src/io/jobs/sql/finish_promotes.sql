-- finish_promotes(text kind, text aggregate) -> count
update jobs.jobs j set state = 'waiting'
where j.store_id = vitrine.current_store() and j.state = 'behind' and j.id = (
    select n.id from jobs.jobs n
    where n.store_id = vitrine.current_store() and n.kind = $1 and n.aggregate = $2
    order by n.turn, n.number
    limit 1
)
