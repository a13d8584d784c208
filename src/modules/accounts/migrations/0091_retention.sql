-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function accounts.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from accounts.sessions s
    where s.store_id = me and s.id in (select o.id from accounts.sessions o
                                       where o.store_id = me and coalesce(o.ended_at, o.ends_at) < moment - make_interval(days => (days ->> 'sessions')::integer) and o.ends_at < moment limit at_most);
    get diagnostics touched = row_count;
    kind := 'sessions';
    return next;
end $$;
