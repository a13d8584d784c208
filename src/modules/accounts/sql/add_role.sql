-- add_role(text name, text[] permissions) -> count
-- Of two that make one at once the second waits, and finds it there.
insert into accounts.roles (store_id, name, permissions)
values (vitrine.current_store(), $1, $2)
on conflict (store_id, name) do nothing
