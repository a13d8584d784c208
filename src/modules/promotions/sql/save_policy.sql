-- save_policy(text spread, text rounding) -> one PolicyRow
insert into promotions.settings as s (store_id, spread, rounding)
values (vitrine.current_store(), $1, $2)
on conflict (store_id) do update set spread = excluded.spread, rounding = excluded.rounding, version = s.version + 1
returning spread, rounding, version
