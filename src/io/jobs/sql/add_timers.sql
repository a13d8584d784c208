-- add_timers(JobId[] job, text[] kind, text[] aggregate, instant[] due, json[] payload, bool[] once, text request_id) -> count
insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, once, request_id)
select vitrine.current_store(), t.id, t.kind, t.aggregate, (extract(epoch from t.due) * 1000000)::bigint, t.payload, t.due, t.once, $7
from unnest($1, $2, $3, $4, $5, $6) with ordinality as t (id, kind, aggregate, due, payload, once, place)
order by t.place
-- Where one waits already it is locked, not changed: it cannot be claimed before this transaction ends, so what it does sees what was written here.
on conflict (store_id, kind, aggregate) where once do update set once = true where false
