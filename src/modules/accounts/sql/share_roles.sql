-- share_roles() -> many RoleRow
-- None of them changes or goes away before the transaction ends.
select name, permissions, version
from accounts.roles
where store_id = vitrine.current_store()
order by name
for share
