-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function outgoing.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from outgoing.attempts a
    using outgoing.deliveries d
    where d.store_id = me and a.store_id = me and a.delivery = d.id and d.state in ('delivered', 'skipped') and d.body <> '{"expired":true}' and d.created_at < moment - make_interval(days => (days ->> 'deliveries')::integer)
      and d.id in (select o.id from outgoing.deliveries o where o.store_id = me and o.state in ('delivered', 'skipped') and o.body <> '{"expired":true}' and o.created_at < moment - make_interval(days => (days ->> 'deliveries')::integer) order by o.id limit at_most);
    update outgoing.deliveries d set body = '{"expired":true}'
    where d.store_id = me and d.id in (select o.id from outgoing.deliveries o
                                       where o.store_id = me and o.state in ('delivered', 'skipped') and o.body <> '{"expired":true}' and o.created_at < moment - make_interval(days => (days ->> 'deliveries')::integer) order by o.id limit at_most);
    get diagnostics touched = row_count;
    kind := 'deliveries';
    return next;
end $$;
