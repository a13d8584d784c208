-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function orders.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from orders.idempotency i
    where i.store_id = me and i.key in (select o.key from orders.idempotency o where o.store_id = me and o.claimed_at < moment - make_interval(days => (days ->> 'request_answers')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'request_answers';
    return next;
end $$;
