-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). Customers' own words go whole.
create function returns.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('ret', r.id), r.id from returns.returns r where r.store_id = vitrine.current_store() and r.order_id = any (who.ids);
    end;

create function returns.personal_bounds(who vitrine.person) returns table (code text, what text)
    language sql stable
    begin atomic
        select 'return_open', r.number from returns.returns r
        where r.store_id = vitrine.current_store() and r.id = any (who.ids) and r.state in ('asked', 'approved', 'in_transit', 'received', 'inspected');
    end;

create function returns.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('returns', (select jsonb_agg(to_jsonb(r)) from (
            select n.number, n.order_number, n.wish, n.destination, n.reason_words, n.words, n.asked_at, n.state, n.decision, n.amount, n.currency,
                   (select jsonb_agg(to_jsonb(l)) from (select m.sku, m.title, m.quantity, m.sellable, m.damaged, m.refused, m.note from returns.lines m where m.store_id = n.store_id and m.return_id = n.id) l) as lines,
                   (select jsonb_agg(to_jsonb(e)) from (select m.at, m.state, m.words from returns.events m where m.store_id = n.store_id and m.return_id = n.id order by m.at) e) as events
            from returns.returns n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.asked_at) r));
    end;

create function returns.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    touched bigint;
begin
    delete from returns.requests q where q.store_id = me and exists (select from unnest(who.refs) as w (ref) where w.ref like 'ret\_%' and position(w.ref in q.answer) > 0);
    update returns.lines set note = 'Erased' where store_id = me and return_id = any (who.ids) and note <> '';
    update returns.events set words = vitrine.redact(words, who.words, stand_in) where store_id = me and return_id = any (who.ids);
    update returns.returns
    set words = case when words <> '' then 'Erased' else '' end, reason_words = vitrine.redact(reason_words, who.words, stand_in), decision = vitrine.redact(decision, who.words, stand_in),
        attention_words = vitrine.redact(attention_words, who.words, stand_in), plan = vitrine.redact_json(plan, who.words, stand_in)
    where store_id = me and id = any (who.ids);
    get diagnostics touched = row_count;
    return touched;
end $$;
