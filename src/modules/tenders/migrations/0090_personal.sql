-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). Credit is the customer's money: it is spent or given up before its owner is forgotten.
create function tenders.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('tender', a.id), a.id from tenders.accounts a where a.store_id = vitrine.current_store() and a.kind = 'store_credit' and a.customer = any (who.keys);
    end;

create function tenders.personal_bounds(who vitrine.person) returns table (code text, what text)
    language sql stable
    begin atomic
        select 'credit_left', a.currency from tenders.accounts a where a.store_id = vitrine.current_store() and a.id = any (who.ids) and a.state = 'active' and a.balance > 0;
    end;

create function tenders.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('credit', (select jsonb_agg(to_jsonb(a)) from (
            select n.currency, n.balance, n.state, n.created_at,
                   (select jsonb_agg(to_jsonb(m)) from (select v.kind, v.amount, v.order_ref, v.reason, v.moved_at from tenders.movements v where v.store_id = n.store_id and v.account = n.id order by v.id) m) as movements
            from tenders.accounts n where n.store_id = vitrine.current_store() and n.id = any (who.ids)) a));
    end;

create function tenders.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
begin
    update tenders.movements set reason = vitrine.redact(reason, who.words, stand_in) where store_id = vitrine.current_store() and account = any (who.ids);
    update tenders.accounts set customer = stand_in where store_id = vitrine.current_store() and id = any (who.ids);
    get diagnostics touched = row_count;
    return touched;
end $$;
