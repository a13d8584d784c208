-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function carts.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from carts.carts c
    where c.store_id = me and c.id in (select o.id from carts.carts o
                                       where o.store_id = me and o.state <> 'ordered' and o.customer is null and o.updated_at < moment - make_interval(days => (days ->> 'carts')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'carts';
    return next;
    delete from carts.kept k
    where k.store_id = me and (k.owner, k.kind, k.variant) in (select o.owner, o.kind, o.variant from carts.kept o where o.store_id = me and o.kept_at < moment - make_interval(days => (days ->> 'saved_items')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'saved_items';
    return next;
end $$;
