-- next_position(Kind kind, text year) -> one i64
-- The row stays locked until the transaction ends: the next document waits, and gets this number when this one is rolled back.
insert into documents.series as s (store_id, kind, year, last)
values (vitrine.current_store(), $1, $2, 1)
on conflict (store_id, kind, year) do update set last = s.last + 1
returning s.last
