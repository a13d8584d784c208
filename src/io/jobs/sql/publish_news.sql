-- publish_news(EventId[] event, text[] name, text[] aggregate, json[] payload, text[] actor, text[] request, i64[] news_place, JobId[] job, text[] kind, text[] job_request, instant at) -> count
with news as (
    select n.id, n.name, n.aggregate, n.payload, n.actor, n.request_id, n.place
    from unnest($1, $2, $3, $4, $5, $6) with ordinality as n (id, name, aggregate, payload, actor, request_id, place)
),
before as (
    select a.aggregate, coalesce(
        (select e.sequence from jobs.events e
         where e.store_id = vitrine.current_store() and e.aggregate = a.aggregate
         order by e.sequence desc limit 1), 0) as sequence
    from (select distinct n.aggregate from news n) a
),
numbered as materialized (
    select n.id, n.name, n.aggregate, n.payload, n.actor, n.request_id, n.place, b.sequence + row_number() over (partition by n.aggregate order by n.place) as sequence
    from news n join before b on b.aggregate = n.aggregate
),
logged as (
    insert into jobs.events (store_id, id, name, aggregate, sequence, payload, actor, request_id, at)
    select vitrine.current_store(), n.id, n.name, n.aggregate, n.sequence, n.payload, n.actor, n.request_id, $11
    from numbered n
    order by n.place
),
heard as (
    insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, request_id)
    select l.store_id, gen_random_uuid(), l.kind, n.aggregate, n.sequence,
           jsonb_build_object('id', vitrine.id_text('evt', n.id), 'name', n.name, 'aggregate', n.aggregate, 'sequence', n.sequence, 'at', $11, 'payload', n.payload), $11, n.request_id
    from numbered n cross join jobs.listeners l
    where l.store_id = vitrine.current_store()
    order by n.place
)
insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, request_id)
select vitrine.current_store(), j.id, j.kind, n.aggregate, n.sequence, n.payload, $11, j.request_id
from unnest($7, $8, $9, $10) as j (place, id, kind, request_id)
join numbered n on n.place = j.place
order by n.place
