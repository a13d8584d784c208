-- forget_changes(instant before) -> count
-- For the worker role. What goes is written down, so that nobody believes to have read all of it.
with gone as (
    delete from catalog.changes where noted_at < $1
    returning store_id, xid
)
insert into catalog.forgotten as f (store_id, xid)
select store_id, max(xid) from gone group by store_id order by store_id
on conflict (store_id) do update set xid = greatest(f.xid, excluded.xid)
