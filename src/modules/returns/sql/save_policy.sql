-- save_policy(json policy) -> one i64
insert into returns.policies as p (store_id, policy)
values (vitrine.current_store(), $1)
on conflict (store_id) do update
set policy = excluded.policy, version = p.version + 1, actor = vitrine.current_actor(), changed_at = now()
returning p.version
