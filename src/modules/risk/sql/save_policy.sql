-- save_policy(i64 review_hours, OnExpiry on_expiry) -> count
insert into risk.settings (store_id, review_hours, on_expiry)
values (vitrine.current_store(), $1, $2)
on conflict (store_id) do update
set review_hours = excluded.review_hours, on_expiry = excluded.on_expiry, version = risk.settings.version + 1, actor = vitrine.current_actor(), changed_at = now()
