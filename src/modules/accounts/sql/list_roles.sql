-- list_roles() -> many RoleRow
select name, permissions, version
from accounts.roles
where store_id = vitrine.current_store()
order by name
