-- claim(text[] kind, i32[] lease_ms, i64 most, i64 looked_at, instant now, i32[] most_of_kind) -> many ClaimedJob
with near as materialized (
    select j.store_id, j.id, j.kind, j.aggregate, j.due, j.number
    from jobs.jobs j
    where j.state = 'waiting' and j.due <= $5 and j.kind = any ($1)
    order by j.due, j.number
    limit $4
    for update skip locked
),
judged as materialized (
    select n.store_id, n.id, n.kind, n.due, n.number, first.id as first_id, exists (
        select from jobs.jobs r
        where r.store_id = n.store_id and r.kind = n.kind and r.aggregate = n.aggregate and r.state = 'claimed'
    ) as is_lane_busy
    from near n
    cross join lateral (
        select f.id from jobs.jobs f
        where f.store_id = n.store_id and f.kind = n.kind and f.aggregate = n.aggregate
        order by f.turn, f.number
        limit 1
    ) first
),
-- Whoever stands behind another leaves the claim index, so that a long lane is not looked at again and again. The key-share lock on the first of the
-- lane keeps that one from going meanwhile: its end promotes in a statement of its own after the deletion, and is then sure to see who stands behind.
held as materialized (
    select f.store_id, f.id from jobs.jobs f
    where (f.store_id, f.id) in (select j.store_id, j.first_id from judged j where j.first_id <> j.id)
    for key share skip locked
),
set_behind as (
    update jobs.jobs j set state = 'behind'
    from judged b join held h on h.store_id = b.store_id and h.id = b.first_id
    where j.store_id = b.store_id and j.id = b.id and b.first_id <> b.id
    returning j.store_id, j.id, j.kind
),
chosen as (
    select r.store_id, r.id, r.kind
    from (
        select j.store_id, j.id, j.kind, j.due, j.number, row_number() over (partition by j.kind order by j.due, j.number) as nth
        from judged j
        where j.first_id = j.id and not j.is_lane_busy
    ) r
    join unnest($1, $6) as k (kind, most) on k.kind = r.kind and r.nth <= k.most
    order by r.due, r.number
    limit $3
),
claimed as (
    update jobs.jobs j
    set state = 'claimed', attempt = j.attempt + 1, once = false, lease = gen_random_uuid(), lease_until = $5 + k.lease_ms * interval '1 millisecond'
    from chosen c
    join unnest($1, $2) as k (kind, lease_ms) on k.kind = c.kind
    where j.store_id = c.store_id and j.id = c.id and (select count(*) from held) >= 0  -- the locks first, or they would meet rows changed here
    returning j.store_id, j.id, j.kind, j.aggregate, j.attempt, j.payload, j.due, j.lease, j.lease_until, j.request_id, j.last_error
)
select c.store_id as store, c.id, c.kind, c.aggregate, c.attempt, c.payload, c.due, c.lease, c.lease_until, c.request_id, c.last_error
from claimed c
union all
select b.store_id, b.id, b.kind, '', 0, 'null'::jsonb, $5, b.id, $5, '', ''
from set_behind b
order by due
