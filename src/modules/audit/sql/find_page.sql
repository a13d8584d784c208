-- find_page(EntryId since, EntryId before, text? actor, text? subject, text? key, text? action, text? request_id, i32 page) -> many EntryView
select e.id, e.at, e.actor, e.role, e.request_id, e.action, e.subject, e.key, e.rows, e.before, e.after, l.position
from audit.entries e
left join audit.links l on l.store_id = e.store_id and l.entry = e.id
where e.store_id = vitrine.current_store() and e.id >= $1 and e.id < $2
  and ($3::text is null or e.actor = $3) and ($4::text is null or e.subject = $4) and ($5::text is null or e.key = $5) and ($6::text is null or e.action = $6) and ($7::text is null or e.request_id = $7)
order by e.id desc
limit $8::integer
