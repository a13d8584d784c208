-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function fulfilment.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    update fulfilment.messages m set body = ''
    where m.store_id = me and (m.courier, m.event) in (select o.courier, o.event from fulfilment.messages o
                                                       where o.store_id = me and o.state in ('done', 'ignored') and o.body <> '' and o.received_at < moment - make_interval(days => (days ->> 'courier_messages')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'courier_messages';
    return next;
    update fulfilment.parcels p set label = null, label_type = null, label_url = null
    where p.store_id = me and p.id in (select o.id from fulfilment.parcels o
                                       where o.store_id = me and o.state in ('delivered', 'returned', 'lost', 'cancelled') and (o.label is not null or o.label_url is not null) and o.since < moment - make_interval(days => (days ->> 'labels')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'labels';
    return next;
end $$;
