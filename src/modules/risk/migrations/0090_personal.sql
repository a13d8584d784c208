-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). That an order was judged, and how, stays; by whom it was placed does not.
create index marks_of_subject on risk.marks (store_id, subject);
create index reviews_of_order on risk.reviews (store_id, order_ref);

create function risk.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('rvw', r.id), r.id from risk.reviews r where r.store_id = vitrine.current_store() and r.order_ref = any (who.refs);
    end;

create function risk.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select w.word from risk.assessments a, unnest(array[a.facts ->> 'email', a.facts ->> 'ip']) as w (word) where a.store_id = vitrine.current_store() and a.order_ref = any (who.refs)
        union
        select r.email from risk.reviews r where r.store_id = vitrine.current_store() and r.id = any (who.ids);
    end;

create function risk.personal_bounds(who vitrine.person) returns table (code text, what text)
    language sql stable
    begin atomic
        select 'review_open', r.order_number from risk.reviews r where r.store_id = vitrine.current_store() and r.id = any (who.ids) and r.state = 'open';
    end;

create function risk.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object(
            'assessments', (select jsonb_agg(to_jsonb(a)) from (select n.order_number, n.placed_at, n.facts, n.assessment
                                                                from risk.assessments n where n.store_id = vitrine.current_store() and n.order_ref = any (who.refs) order by n.placed_at) a),
            'reviews', (select jsonb_agg(to_jsonb(r)) from (select n.order_number, n.state, n.opened_at, n.decided_at, n.reason
                                                            from risk.reviews n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.opened_at) r));
    end;

create function risk.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    touched bigint;
begin
    delete from risk.marks where store_id = me and subject = any (who.refs);
    update risk.decisions set reason = vitrine.redact(reason, who.words, stand_in), assessment = vitrine.redact_json(assessment, who.words, stand_in) where store_id = me and review = any (who.ids);
    update risk.reviews set email = null, reason = vitrine.redact(reason, who.words, stand_in), assessment = vitrine.redact_json(assessment, who.words, stand_in) where store_id = me and id = any (who.ids);
    update risk.assessments set facts = vitrine.redact_json(facts - 'email' - 'ip' - 'ship_address', who.words, stand_in), assessment = vitrine.redact_json(assessment, who.words, stand_in), keys = '{}'
    where store_id = me and order_ref = any (who.refs);
    get diagnostics touched = row_count;
    return touched;
end $$;
