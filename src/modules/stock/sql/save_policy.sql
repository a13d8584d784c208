-- save_policy(VariantId variant, PolicyKind kind, instant? expected_at) -> count
insert into stock.policies as p (store_id, variant, kind, expected_at)
values (vitrine.current_store(), $1, $2, $3)
on conflict (store_id, variant) do update set kind = excluded.kind, expected_at = excluded.expected_at, version = p.version + 1
