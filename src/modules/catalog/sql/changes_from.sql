-- changes_from(text floor) -> one Changes
-- For the worker role. Everything older than the given floor was seen before; the floor given back is the oldest transaction still open.
select pg_snapshot_xmin(pg_current_snapshot())::text as floor,
       coalesce(array_agg(c.id) filter (where c.id is not null), '{}') as ids,
       coalesce(array_agg(c.store_id) filter (where c.id is not null), '{}') as stores,
       coalesce(array_agg(coalesce(c.product_id, '00000000-0000-0000-0000-000000000000'::uuid)) filter (where c.id is not null), '{}') as products
from (select 1) as always
left join catalog.changes c on c.xid >= $1::text::xid8
