-- The functions behind the triggers, in a language whose plans are kept for the session: one in SQL that cannot be folded into its caller is read and planned anew with every statement that is audited.
create or replace function audit.write(stores uuid[], what text, place text, keys text[], amounts bigint[], befores jsonb[], afters jsonb[]) returns void
    language plpgsql as $$
declare
    who constant text := audit.actor();
    acting constant text := coalesce(nullif(vitrine.current_role_name(), ''), 'database');
    request constant text := coalesce(current_setting('vitrine.request', true), '');
begin
    with added as (
        insert into audit.entries (store_id, actor, role, request_id, action, subject, key, rows, before, after, digest)
        select n.store_id, who, acting, request, what, place, n.key, n.rows, n.before, n.after, sha256('')
        from unnest(stores, keys, amounts, befores, afters) as n (store_id, key, rows, before, after)
        returning store_id, id
    )
    insert into audit.pending (store_id, entry) select added.store_id, added.id from added;
end $$;

create or replace function audit.key_of(content jsonb, columns text[], hidden text[] default '{}') returns text
    language plpgsql immutable parallel safe as $$
declare
    name text;
    value text;
    out text;
begin
    foreach name in array columns loop
        value := case when name = any (hidden) then '(not kept)' else content ->> name end;
        if value is not null then  -- as string_agg leaves out what is null
            out := case when out is null then value else out || '/' || value end;
        end if;
    end loop;
    return coalesce(out, '');
end $$;

create or replace function audit.kept(content jsonb, other jsonb, hidden text[]) returns jsonb
    language plpgsql immutable parallel safe as $$
begin
    return (select jsonb_object_agg(c.key, case when c.value <> 'null' and c.key = any (hidden) then '"(not kept)"'::jsonb else c.value end)
            from jsonb_each(content) c
            where c.key not in ('store_id', 'updated_at', 'changed_at') and (other is null or other -> c.key is distinct from c.value));
end $$;
