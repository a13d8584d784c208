-- The walls inside a store, tried from outside: every table of the catalog, every kind of session, every verb. Run by walls_test.cpp as the owner over made-up rows of two stores.
create extension if not exists pgtap;
create schema walls;

-- Who tries. `acts` and `person` are what the program sets with its first statement.
create table walls.sessions (name text primary key, db_role text not null, has_store boolean not null, acts text not null, person text not null);
insert into walls.sessions values
    ('nobody', 'vitrine_app', false, 'guest', ''),
    ('guest', 'vitrine_app', true, 'guest', ''),
    ('customer', 'vitrine_app', true, 'customer', '0190c000-0000-7000-8000-00000000000c'),
    ('staff', 'vitrine_app', true, 'staff', ''),
    ('job', 'vitrine_app', true, 'worker', ''),
    ('worker', 'vitrine_worker', false, 'worker', '');

-- Personal tables: whose a row is, and what of them a guest sees. Whoever signs in is a guest until it is done, so what proves people is open to guests; a guest's cart has no owner.
create table walls.personal (place text primary key, owned_by text not null, guests_see text not null check (guests_see in ('all', 'none', 'ownerless')));
insert into walls.personal values
    ('accounts.people', 'id', 'all'),
    ('accounts.sessions', 'person', 'all'),
    ('accounts.recovery_codes', 'person', 'all'),
    ('accounts.passkeys', 'person', 'all'),
    ('accounts.addresses', 'person', 'none'),
    ('carts.carts', 'customer', 'ownerless');

create view walls.tables as
select c.oid, c.oid::regclass::text as place, substring(obj_description(c.oid, 'pg_class') from '^wall: (public|shop|staff|personal)$') as class
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f') and n.nspname not like 'pg\_%' and n.nspname not in ('information_schema', 'walls') and c.oid::regclass::text <> 'vitrine_migrations'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e');

-- Rows touched, "refused", or what else went wrong; nothing of it stays.
create function walls.attempt(who walls.sessions, store uuid, arrangement text, command text) returns text
    language plpgsql as $$
declare
    touched bigint;
begin
    begin
        if arrangement <> '' then
            execute arrangement;
        end if;
        perform set_config('vitrine.store', case when who.has_store then store::text else '' end, true), set_config('vitrine.role', who.acts, true), set_config('vitrine.person', who.person, true);
        execute format('set local role %I', who.db_role);
        execute command;
        get diagnostics touched = row_count;
        raise exception using errcode = 'W0000', message = touched::text;
    exception
        when sqlstate 'W0000' then return sqlerrm;
        when insufficient_privilege then return 'refused';
        when others then return sqlstate || ' ' || sqlerrm;
    end;
end $$;

create function walls.count(place text, condition text) returns text
    language plpgsql as $$
declare
    found bigint;
begin
    execute format('select count(*) from %s where %s', place, condition) into found;
    return found::text;
end $$;

-- What the declared class lets a session see: a condition on rows.
create function walls.visible(t walls.tables, who walls.sessions, store uuid) returns text
    language sql as $$
    select case
        when who.name = 'worker' then case when exists (select from pg_policy p where p.polrelid = t.oid and p.polname = 'of_worker') then 'true' else 'false' end
        when not who.has_store then 'false'
        else format('store_id = %L', store) || case
            when who.acts not in ('guest', 'customer') or t.class in ('public', 'shop') then ''
            when t.class = 'staff' then ' and false'
            when who.acts = 'customer' then format(' and (%1$I = %2$L%3$s)', p.owned_by, who.person, case p.guests_see when 'ownerless' then format(' or %I is null', p.owned_by) else '' end)
            else case p.guests_see when 'all' then '' when 'none' then ' and false' else format(' and %I is null', p.owned_by) end end
        end
    from (select) one left join walls.personal p on p.place = t.place
$$;

-- A column of the table that the role may update, and read, so that it can be set to itself.
create function walls.column_to_update(t walls.tables, db_role text) returns text
    language sql as $$
    select quote_ident(a.attname) from pg_attribute a
    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
      and has_column_privilege(db_role, t.oid, a.attnum, 'update') and has_column_privilege(db_role, t.oid, a.attnum, 'select')
    order by a.attname = 'store_id' desc, a.attnum limit 1
$$;

-- A row, as text of JSON; none where there is none.
create function walls.a_row(place text, condition text) returns jsonb
    language plpgsql as $$
declare
    found jsonb;
begin
    execute format('select to_jsonb(r) from %s r where %s limit 1', place, condition) into found;
    return found;
end $$;

create function walls.insert_of(t walls.tables, content jsonb) returns text
    language sql as $$
    select format('insert into %1$s (%2$s) overriding system value select %2$s from jsonb_populate_record(null::%1$s, %3$L)', t.place, string_agg(quote_ident(a.attname), ', ' order by a.attnum), content)
    from pg_attribute a where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
$$;
create function walls.delete_of(t walls.tables, content jsonb) returns text
    language sql as $$ select format('delete from %s r where to_jsonb(r) = %L::jsonb', t.place, content) $$;

-- Gives the rows of personal tables owners: the customer, another one, and nobody where that may be.
create function walls.give_owners(store uuid) returns void
    language plpgsql as $$
declare
    p walls.personal;
begin
    for p in select * from walls.personal loop
        execute format('update %1$s t set %2$I = case n.turn when 1 then %3$L::uuid when 2 then ''0190d000-0000-7000-8000-00000000000d''::uuid else %4$s end '
                       'from (select ctid as at, row_number() over (order by ctid) as turn from %1$s where store_id = %5$L) n where n.at = t.ctid', p.place, p.owned_by,
                       (select s.person from walls.sessions s where s.name = 'customer'),
                       case when (select a.attnotnull from pg_attribute a where a.attrelid = p.place::regclass and a.attname = p.owned_by) then 'gen_random_uuid()' else 'null' end, store);
    end loop;
end $$;

create function walls.declarations() returns setof text
    language plpgsql as $$
declare
    t walls.tables;
begin
    for t in select * from walls.tables order by place loop
        return next ok(t.class is not null, t.place || ' says which wall it stands behind: call vitrine.wall(…)');
        return next is((select count(*) from walls.personal p where p.place = t.place) = 1, coalesce(t.class = 'personal', false), t.place || ' has an owner''s column here if and only if it is personal');
        return next is((select count(*)::int from pg_policy p where p.polrelid = t.oid and not p.polpermissive and p.polname = case t.class when 'staff' then 'of_staff' else 'of_person' end),
                       case when t.class in ('staff', 'personal') then 1 else 0 end, t.place || ' has the policy of its class');
    end loop;
end $$;

create function walls.trials(store uuid, other_store uuid) returns setof text
    language plpgsql as $$
declare
    t walls.tables;
    who walls.sessions;
    seen text;
    seen_count text;
    target text;
    own jsonb;
    foreign_row jsonb;
    is_let_in boolean;
begin
    for t in select * from walls.tables where class is not null order by place loop
        foreign_row := walls.a_row(t.place, format('store_id = %L', other_store));
        for who in select * from walls.sessions order by name loop
            seen := walls.visible(t, who, store);
            seen_count := walls.count(t.place, seen);

            -- All queries are unfiltered on purpose: what they give is what the walls let through.
            return next is(walls.attempt(who, store, '', format('select 1 from %s', t.place)),
                           case when has_any_column_privilege(who.db_role, t.oid, 'select') then seen_count else 'refused' end, format('%s selects from %s', who.name, t.place));
            target := walls.column_to_update(t, who.db_role);
            return next is(walls.attempt(who, store, '', format('update %s set %2$s = %2$s', t.place, coalesce(target, 'store_id'))),
                           case when target is not null then seen_count else 'refused' end, format('%s updates %s', who.name, t.place));
            return next is(walls.attempt(who, store, '', format('delete from %s', t.place)),
                           case when has_table_privilege(who.db_role, t.oid, 'delete') then seen_count else 'refused' end, format('%s deletes from %s', who.name, t.place));

            own := walls.a_row(t.place, case when seen_count = '0' then format('store_id = %L', store) else seen end || case when who.name = 'worker' then format(' and store_id = %L', store) else '' end);
            is_let_in := has_table_privilege(who.db_role, t.oid, 'insert') and seen_count <> '0';
            return next is(walls.attempt(who, store, walls.delete_of(t, own), walls.insert_of(t, own)), case when is_let_in then '1' else 'refused' end, format('%s inserts into %s', who.name, t.place));
            if who.name <> 'worker' then
                return next is(walls.attempt(who, store, walls.delete_of(t, foreign_row), walls.insert_of(t, foreign_row)), 'refused', format('%s inserts another store''s row into %s', who.name, t.place));
            end if;
        end loop;
    end loop;
end $$;

-- Another person's rows, by name: not to be read, written or given away.
create function walls.of_persons(store uuid) returns setof text
    language plpgsql as $$
declare
    t walls.tables;
    p walls.personal;
    who walls.sessions := (select s from walls.sessions s where s.name = 'customer');
    own jsonb;
    other jsonb;
begin
    for t in select * from walls.tables where class = 'personal' order by place loop
        select * into p from walls.personal where place = t.place;
        own := walls.a_row(t.place, format('store_id = %L and %I = %L', store, p.owned_by, who.person));
        other := walls.a_row(t.place, format('store_id = %L and %I <> %L', store, p.owned_by, who.person));
        return next ok(own is not null and other is not null, t.place || ' has rows of the customer and of another one');
        return next is(walls.attempt(who, store, '', format('select 1 from %s where %I <> %L', t.place, p.owned_by, who.person)), '0', 'a customer asks for another one''s rows of ' || t.place);
        return next is(walls.attempt(who, store, walls.delete_of(t, other), walls.insert_of(t, other)), 'refused', 'a customer writes a row for another one into ' || t.place);
        if has_column_privilege('vitrine_app', t.oid, p.owned_by, 'update') then
            return next is(walls.attempt(who, store, '', format('update %s set %I = %L where %2$I = %4$L', t.place, p.owned_by, other ->> p.owned_by, who.person)), 'refused',
                           'a customer gives a row of ' || t.place || ' to another one');
        end if;
    end loop;
end $$;
