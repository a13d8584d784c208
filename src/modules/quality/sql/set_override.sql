-- set_override(catalog::ProductId product, text rule, text reason, instant expires) -> count
insert into quality.overrides as o (store_id, product_id, rule, reason, expires_at)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict (store_id, product_id, rule) do update
set reason = excluded.reason, expires_at = excluded.expires_at, actor = vitrine.current_actor(), set_at = now()
