-- What went to other programs about a person, and how it is forgotten (io/pg/migrations/0003_personal.sql). That it was sent stays; what was said does not. A delivery that is sent
-- again says nothing of the person.
create index deliveries_of_aggregate on outgoing.deliveries (store_id, aggregate);

create function outgoing.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('told_to_other_programs', (select jsonb_agg(to_jsonb(d)) from (
            select n.event_name, n.aggregate as about, n.state, n.created_at, e.url as told_to
            from outgoing.deliveries n left join outgoing.endpoints e on e.store_id = n.store_id and e.id = n.endpoint
            where n.store_id = vitrine.current_store() and n.aggregate = any (who.refs) order by n.created_at) d));
    end;

create function outgoing.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    touched bigint;
begin
    update outgoing.attempts a set answer = '', error = vitrine.redact(a.error, who.words, stand_in)
    from outgoing.deliveries d
    where d.store_id = me and d.aggregate = any (who.refs) and a.store_id = me and a.delivery = d.id;
    update outgoing.deliveries set body = '{"erased":true}' where store_id = me and aggregate = any (who.refs);
    get diagnostics touched = row_count;
    return touched;
end $$;
