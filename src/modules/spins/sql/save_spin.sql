-- save_spin(ProductId product, text source, i64 frames, i64 first, i64 at_once, i64 per_second) -> count
insert into spins.spins as s (store_id, product_id, source, frames, first, at_once, per_second)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6)
on conflict (store_id, product_id) do update
set source = excluded.source, frames = excluded.frames, first = excluded.first, at_once = excluded.at_once, per_second = excluded.per_second, version = s.version + 1, updated_at = now(),
    actor = vitrine.current_actor()
