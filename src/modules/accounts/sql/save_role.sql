-- save_role(text name, text[] permissions) -> one i64
-- Behind its lock.
update accounts.roles
set permissions = $2, version = version + 1, actor = vitrine.current_actor(), changed_at = now()
where store_id = vitrine.current_store() and name = $1
returning version
