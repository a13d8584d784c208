-- next_number() -> one i64
insert into returns.series as s (store_id, last)
values (vitrine.current_store(), 1001)
on conflict (store_id) do update set last = s.last + 1
returning s.last
