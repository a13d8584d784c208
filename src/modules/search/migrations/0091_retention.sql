-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function search.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from search.queries q
    where q.store_id = me and (q.day, q.query) in (select o.day, o.query from search.queries o where o.store_id = me and o.day < (moment - make_interval(days => (days ->> 'searches')::integer))::date order by o.day limit at_most);
    get diagnostics touched = row_count;
    kind := 'searches';
    return next;
end $$;
