-- create_roles() -> count
-- The two runtime roles, which own nothing and cannot bypass row-level security. They belong to the server, not to one database, so another
-- database's migration may make them at the same moment. The owner becomes a member, so that it can act as them where they have no login of their own.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['vitrine_app', 'vitrine_worker'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit', wanted);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
        if exists (select from pg_roles where rolname = wanted and (rolsuper or rolbypassrls)) then
            raise exception 'role % could bypass row-level security; make it nosuperuser nobypassrls first', wanted;
        end if;
        if not pg_has_role(current_user, wanted, 'member') then
            execute format('grant %I to current_user', wanted);
        end if;
    end loop;
end $$
