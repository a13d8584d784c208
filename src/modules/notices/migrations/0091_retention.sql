-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function notices.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    delete from notices.notices n
    where n.store_id = me and n.id in (select o.id from notices.notices o
                                       where o.store_id = me and o.state in ('sent', 'failed', 'bounced', 'suppressed') and o.created_at < moment - make_interval(days => (days ->> 'messages')::integer) order by o.id limit at_most);
    get diagnostics touched = row_count;
    kind := 'messages';
    return next;
end $$;
