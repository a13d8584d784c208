-- add_listener(text kind) -> count
insert into jobs.listeners (store_id, kind)
values (vitrine.current_store(), $1)
on conflict do nothing
