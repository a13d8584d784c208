-- save_role(text name, text[] permissions) -> one i64
insert into accounts.roles as r (store_id, name, permissions)
values (vitrine.current_store(), $1, $2)
on conflict (store_id, name) do update
set permissions = excluded.permissions, version = r.version + 1, actor = vitrine.current_actor(), changed_at = now()
returning version
