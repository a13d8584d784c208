-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function payments.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    update payments.webhook_inbox w set headers = '{}', body = ''
    where w.store_id = me and (w.gateway, w.event) in (select o.gateway, o.event from payments.webhook_inbox o
                                                       where o.store_id = me and o.state in ('done', 'ignored') and o.body <> '' and o.received_at < moment - make_interval(days => (days ->> 'gateway_messages')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'gateway_messages';
    return next;
    delete from payments.proofs f
    where f.store_id = me and f.id in (select o.id from payments.proofs o join payments.payments p on p.store_id = o.store_id and p.id = o.payment
                                       where o.store_id = me and p.state in ('succeeded', 'failed', 'cancelled', 'refunded') and o.uploaded_at < moment - make_interval(days => (days ->> 'proofs')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'proofs';
    return next;
end $$;
