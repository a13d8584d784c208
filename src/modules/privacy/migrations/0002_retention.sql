-- What is kept for a time only. A schema has a function expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint): it deletes or empties at
-- most so many rows of each kind that are older than its days; a kind that is not named in `days` stays. Called by this one alone, with the owner's rights, within the store of the
-- running transaction. Nothing is expired that something open still needs.
create function privacy.expire(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql security definer set search_path = pg_catalog as $$
declare
    place name;
begin
    for place in select n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = 'expire_personal' and p.pronargs = 3 order by n.nspname loop
        return query execute format('select e.kind, e.touched from %I.expire_personal($1, $2, $3) as e (kind, touched)', place) using days, moment, at_most;
    end loop;
end $$;

create function privacy.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
begin
    update privacy.requests q set file = null
    where q.store_id = vitrine.current_store()
      and q.id in (select r.id from privacy.requests r where r.store_id = vitrine.current_store() and r.file is not null and r.file_until <= moment order by r.file_until limit at_most);
    get diagnostics touched = row_count;
    kind := 'copies';
    return next;
end $$;
