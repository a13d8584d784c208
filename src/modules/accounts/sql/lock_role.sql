-- lock_role(text name) -> maybe RoleRow
select name, permissions, version
from accounts.roles
where store_id = vitrine.current_store() and name = $1
for update
