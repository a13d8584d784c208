-- What is kept for a time only: see privacy/migrations/0002_retention.sql.
create function risk.expire_personal(days jsonb, moment timestamptz, at_most integer) returns table (kind text, touched bigint)
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    update risk.assessments a set facts = a.facts - 'email' - 'ip' - 'ship_address'
    where a.store_id = me and a.order_ref in (select o.order_ref from risk.assessments o
                                              where o.store_id = me and o.placed_at < moment - make_interval(days => (days ->> 'risk_facts')::integer) and o.facts ?| array['email', 'ip', 'ship_address'] order by o.placed_at limit at_most);
    get diagnostics touched = row_count;
    kind := 'risk_facts';
    return next;
    delete from risk.marks m
    where m.store_id = me and (m.kind, m.key, m.at, m.subject) in (select o.kind, o.key, o.at, o.subject from risk.marks o where o.store_id = me and o.at < moment - make_interval(days => (days ->> 'risk_marks')::integer) limit at_most);
    get diagnostics touched = row_count;
    kind := 'risk_marks';
    return next;
end $$;
