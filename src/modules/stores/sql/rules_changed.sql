-- rules_changed(text part) -> count
insert into stores.rule_versions as r (store_id, part)
values (vitrine.current_store(), $1)
on conflict (store_id, part) do update set version = r.version + 1, changed_at = now()
