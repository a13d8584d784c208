-- save_lane(VariantId variant, instant opens_at, instant? closes_at) -> count
insert into stock.lanes (store_id, variant, opens_at, closes_at)
values (vitrine.current_store(), $1, $2, $3)
on conflict (store_id, variant) do update set opens_at = excluded.opens_at, closes_at = excluded.closes_at, opened_by = excluded.opened_by
