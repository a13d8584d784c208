-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). What was paid, given back and disputed stays; what gateways said in their own words goes.
create index webhook_inbox_of_payment on payments.webhook_inbox (store_id, claimed_payment) where claimed_payment is not null;
create index webhook_inbox_of_reference on payments.webhook_inbox (store_id, gateway, reference) where reference is not null;

create function payments.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('pay', p.id), p.id from payments.payments p where p.store_id = vitrine.current_store() and p.order_ref = any (who.refs)
        union all
        select vitrine.id_text('ref', r.id), r.id from payments.refunds r where r.store_id = vitrine.current_store() and r.payment = any (who.ids)
        union all
        select vitrine.id_text('dsp', d.id), d.id from payments.disputes d where d.store_id = vitrine.current_store() and d.payment = any (who.ids)
        union all
        select vitrine.id_text('wrn', w.id), w.id from payments.fraud_warnings w where w.store_id = vitrine.current_store() and w.payment = any (who.ids)
        union all
        select vitrine.id_text('trf', t.id), t.id from payments.transfers t where t.store_id = vitrine.current_store() and t.payment = any (who.ids);
    end;

create function payments.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select p.email from payments.payments p where p.store_id = vitrine.current_store() and p.id = any (who.ids);
    end;

create function payments.personal_bounds(who vitrine.person) returns table (code text, what text)
    language sql stable
    begin atomic
        select 'payment_open', p.order_number from payments.payments p
        where p.store_id = vitrine.current_store() and p.id = any (who.ids) and p.state in ('created', 'pending', 'authorized')
        union all
        select 'refund_open', p.order_number from payments.refunds r join payments.payments p on p.store_id = r.store_id and p.id = r.payment
        where r.store_id = vitrine.current_store() and r.id = any (who.ids) and r.state in ('created', 'pending')
        union all
        select 'dispute_open', p.order_number from payments.disputes d join payments.payments p on p.store_id = d.store_id and p.id = d.payment
        where d.store_id = vitrine.current_store() and d.id = any (who.ids) and d.state in ('needs_response', 'under_review')
        union all
        select 'payment_in_doubt', p.order_number from payments.fraud_warnings w join payments.payments p on p.store_id = w.store_id and p.id = w.payment
        where w.store_id = vitrine.current_store() and w.id = any (who.ids) and w.is_open;
    end;

create function payments.messages_of(who vitrine.person) returns table (gateway text, event text)
    language sql stable
    begin atomic
        select w.gateway, w.event from payments.webhook_inbox w where w.store_id = vitrine.current_store() and w.claimed_payment = any (who.refs)
        union
        select w.gateway, w.event from payments.webhook_inbox w join payments.provider_references r on r.store_id = w.store_id and r.gateway = w.gateway and r.reference = w.reference
        where w.store_id = vitrine.current_store() and r.payment = any (who.ids);
    end;

-- What gateways wrote is told by kind and day: the bodies hold their secrets and ours beside the person's data.
create function payments.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('payments', (select jsonb_agg(to_jsonb(p)) from (
            select n.order_number, n.attempt, n.method, n.amount, n.currency, n.email, n.created_at, n.state, n.failure,
                   (select jsonb_agg(to_jsonb(r)) from (select m.use, m.amount, m.refunded, m.currency, m.received_at from payments.receipts m where m.store_id = n.store_id and m.payment = n.id) r) as received,
                   (select jsonb_agg(to_jsonb(r)) from (select m.amount, m.currency, m.reason, m.state, m.created_at from payments.refunds m where m.store_id = n.store_id and m.payment = n.id) r) as refunds,
                   (select jsonb_agg(to_jsonb(r)) from (select m.amount, m.currency, m.opened_at, m.state, m.reason from payments.disputes m where m.store_id = n.store_id and m.payment = n.id) r) as disputes,
                   (select jsonb_agg(to_jsonb(r)) from (select m.bank_reference, m.amount, m.currency, m.marked_at, m.state from payments.transfers m where m.store_id = n.store_id and m.payment = n.id) r) as transfers,
                   (select jsonb_agg(to_jsonb(r)) from (select m.media_type, length(m.bytes) as size_bytes, m.uploaded_at from payments.proofs m where m.store_id = n.store_id and m.payment = n.id) r) as files_you_sent,
                   (select jsonb_agg(to_jsonb(r)) from (select m.told, m.until from payments.instructions m where m.store_id = n.store_id and m.payment = n.id) r) as instructions
            from payments.payments n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.created_at) p),
            'messages_of_gateways', (select jsonb_agg(to_jsonb(w)) from (select n.gateway, n.kind, n.received_at
                                                                         from payments.webhook_inbox n join payments.messages_of(who) as m (gateway, event) on m.gateway = n.gateway and m.event = n.event
                                                                         where n.store_id = vitrine.current_store() order by n.received_at) w));
    end;

create function payments.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    touched bigint;
begin
    update payments.webhook_inbox w set headers = '{}', body = '', note = vitrine.redact(w.note, who.words, stand_in)
    from payments.messages_of(who) as m (gateway, event)
    where w.store_id = me and w.gateway = m.gateway and w.event = m.event;
    delete from payments.proofs where store_id = me and payment = any (who.ids);
    update payments.instructions set told = vitrine.redact_json(told, who.words, stand_in) where store_id = me and payment = any (who.ids);
    update payments.receipts set note = vitrine.redact(note, who.words, stand_in) where store_id = me and payment = any (who.ids);
    update payments.refunds
    set reason = vitrine.redact(reason, who.words, stand_in), failure = vitrine.redact(failure, who.words, stand_in), end_note = vitrine.redact(end_note, who.words, stand_in)
    where store_id = me and payment = any (who.ids);
    update payments.disputes set reason = vitrine.redact(reason, who.words, stand_in) where store_id = me and payment = any (who.ids);
    update payments.fraud_warnings
    set reason = vitrine.redact(reason, who.words, stand_in), note = vitrine.redact(note, who.words, stand_in), closed_reason = vitrine.redact(closed_reason, who.words, stand_in)
    where store_id = me and payment = any (who.ids);
    update payments.transfers set note = vitrine.redact(note, who.words, stand_in), bank_reference = vitrine.redact(bank_reference, who.words, stand_in) where store_id = me and payment = any (who.ids);
    update payments.payments set email = stand_in, failure = vitrine.redact(failure, who.words, stand_in) where store_id = me and id = any (who.ids);
    get diagnostics touched = row_count;
    return touched;
end $$;
