-- How every table of a store is protected. The runtime roles own nothing and cannot bypass row-level security.
-- vitrine_app serves requests and jobs of one store at a time; vitrine_worker claims jobs and follows changes of all stores.
create schema vitrine;
grant usage on schema vitrine to vitrine_app, vitrine_worker;

-- The store of the running transaction, set by the program with its first statement; null outside any store.
create function vitrine.current_store() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('vitrine.store', true), '')::uuid;

create function vitrine.current_actor() returns text
    language sql stable parallel safe
    return coalesce(current_setting('vitrine.actor', true), '');

create function vitrine.current_role_name() returns text
    language sql stable parallel safe
    return coalesce(current_setting('vitrine.role', true), '');

-- Call it right after `create table`: forces row-level security by store and grants the runtime role what it needs.
-- `verbs` narrows the grant, for example 'select, insert' for what must never change.
create procedure vitrine.protect(place regclass, verbs text default 'select, insert, update, delete')
    language plpgsql as $$
declare
    schema_name text := (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = place);
begin
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy of_store on %s for all to vitrine_app using (store_id = vitrine.current_store()) with check (store_id = vitrine.current_store())', place);
    execute format('grant usage on schema %I to vitrine_app, vitrine_worker', schema_name);
    execute format('grant %s on %s to vitrine_app', verbs, place);
end $$;

-- Lets the worker role see a protected table across stores.
create procedure vitrine.open_to_worker(place regclass, verbs text default 'select')
    language plpgsql as $$
begin
    execute format('create policy of_worker on %s for all to vitrine_worker using (true) with check (true)', place);
    execute format('grant %s on %s to vitrine_worker', verbs, place);
end $$;
