-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). Goods, amounts, days and states stay: they are the store's books.
create function orders.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('ord', o.id), o.id from orders.orders o where o.store_id = vitrine.current_store() and lower(o.email collate "C") = any (who.mailboxes)
        union all
        select vitrine.id_text('oref', r.id), r.id from orders.refunds r where r.store_id = vitrine.current_store() and r.order_id = any (who.ids)
        union all
        select vitrine.id_text('dft', d.id), d.id from orders.drafts d
        where d.store_id = vitrine.current_store() and (lower((d.content ->> 'email') collate "C") = any (who.mailboxes) or d.order_id = any (who.ids));
    end;

create function orders.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select o.email from orders.orders o where o.store_id = vitrine.current_store() and o.id = any (who.ids)
        union
        select w.word from orders.orders o, vitrine.address_words(o.shipping_address) as w (word) where o.store_id = vitrine.current_store() and o.id = any (who.ids)
        union
        select w.word from orders.orders o, vitrine.address_words(o.billing_address) as w (word) where o.store_id = vitrine.current_store() and o.id = any (who.ids)
        union
        select w.word from orders.edits e, vitrine.address_words(e.before -> 'shipping_address') as w (word) where e.store_id = vitrine.current_store() and e.order_id = any (who.ids)
        union
        select w.word from orders.edits e, vitrine.address_words(e.before -> 'billing_address') as w (word) where e.store_id = vitrine.current_store() and e.order_id = any (who.ids)
        union
        select w.word from orders.paid_edits e, vitrine.address_words(e.plan -> 'shipping_address') as w (word) where e.store_id = vitrine.current_store() and e.order_id = any (who.ids)
        union
        select w.word from orders.drafts d, vitrine.address_words(d.content -> 'shipping_address') as w (word) where d.store_id = vitrine.current_store() and d.id = any (who.ids)
        union
        select w.word from orders.drafts d, vitrine.address_words(d.content -> 'billing_address') as w (word) where d.store_id = vitrine.current_store() and d.id = any (who.ids)
        union
        select w.word from orders.idempotency i, vitrine.address_words(i.answer #> '{order,shipping_address}') as w (word)
        where i.store_id = vitrine.current_store() and i.order_id = any (who.ids);
    end;

create function orders.personal_bounds(who vitrine.person) returns table (code text, what text)
    language sql stable
    begin atomic
        select 'order_open', o.number from orders.orders o
        where o.store_id = vitrine.current_store() and o.id = any (who.ids) and o.state not in ('delivered', 'completed', 'cancelled', 'refunded')
        union all
        select 'draft_open', vitrine.id_text('dft', d.id) from orders.drafts d
        where d.store_id = vitrine.current_store() and d.id = any (who.ids) and d.state = 'open';
    end;

create function orders.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object(
            'orders', (select jsonb_agg(to_jsonb(o)) from (
                select n.number, n.state, n.email, n.shipping_address, n.billing_address, n.currency, n.subtotal, n.discount, n.shipping, n.fee, n.tax, n.total, n.refunded, n.shipping_name, n.payment_method, n.placed_at, n.paid_at,
                       (select jsonb_agg(to_jsonb(l)) from (select m.sku, m.title, m.options, m.quantity, m.cancelled, m.unit_price, m.total, m.discount, m.tax, m.gross
                                                            from orders.lines m where m.store_id = n.store_id and m.order_id = n.id order by m.position) l) as lines,
                       (select jsonb_agg(to_jsonb(t)) from (select m.state, m.reason, m.at from orders.timeline m where m.store_id = n.store_id and m.order_id = n.id order by m.position) t) as timeline,
                       (select jsonb_agg(to_jsonb(t)) from (select m.kind, m.words, m.at from orders.notes m where m.store_id = n.store_id and m.order_id = n.id order by m.at) t) as notes,
                       (select jsonb_agg(to_jsonb(t)) from (select m.kind, m.words, m.at from orders.happenings m where m.store_id = n.store_id and m.order_id = n.id order by m.position) t) as happenings,
                       (select jsonb_agg(to_jsonb(t)) from (select m.reason, m.before, m.at from orders.edits m where m.store_id = n.store_id and m.order_id = n.id order by m.position) t) as edits,
                       (select jsonb_agg(to_jsonb(t)) from (select m.state, m.reason, m.plan -> 'shipping_address' as shipping_address, m.added, m.taken_back, m.difference, m.currency, m.opened_at, m.ended_at
                                                            from orders.paid_edits m where m.store_id = n.store_id and m.order_id = n.id order by m.position) t) as edits_since_paid,
                       (select jsonb_agg(to_jsonb(t)) from (select m.amount, m.currency, m.destination, m.reason, m.created_at from orders.refunds m where m.store_id = n.store_id and m.order_id = n.id order by m.created_at) t) as refunds
                from orders.orders n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.placed_at) o),
            'drafts', (select jsonb_agg(to_jsonb(d)) from (select n.state, n.content, n.made_at from orders.drafts n where n.store_id = vitrine.current_store() and n.id = any (who.ids)) d));
    end;

-- Answers that wait for a repeat of the request have nothing to wait for: nothing of this person is open.
create function orders.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    touched bigint;
begin
    delete from orders.idempotency where store_id = me and order_id = any (who.ids);
    delete from orders.words where store_id = me and order_id = any (who.ids);
    update orders.notes set words = 'Erased' where store_id = me and order_id = any (who.ids);
    update orders.happenings set words = case when kind like '%address%' then 'Erased' else vitrine.redact(words, who.words, stand_in) end where store_id = me and order_id = any (who.ids);
    update orders.timeline set reason = vitrine.redact(reason, who.words, stand_in) where store_id = me and order_id = any (who.ids);
    update orders.edits set before = vitrine.redact_json(before, who.words, stand_in), reason = vitrine.redact(reason, who.words, stand_in) where store_id = me and order_id = any (who.ids);
    update orders.paid_edits set plan = vitrine.redact_json(plan, who.words, stand_in), reason = vitrine.redact(reason, who.words, stand_in) where store_id = me and order_id = any (who.ids);
    update orders.refunds set reason = vitrine.redact(reason, who.words, stand_in) where store_id = me and order_id = any (who.ids);
    update orders.drafts set content = jsonb_strip_nulls(content || jsonb_build_object('email', stand_in, 'shipping_address', vitrine.erased_address(content -> 'shipping_address'),
                                                                                       'billing_address', null, 'note', null))
    where store_id = me and id = any (who.ids);
    update orders.orders
    set email = stand_in, shipping_address = vitrine.erased_address(shipping_address),
        billing_address = case when billing_address is not null then vitrine.erased_address(billing_address) end,
        breakdown = vitrine.redact_json(breakdown, who.words, stand_in), doubt = vitrine.redact(doubt, who.words, stand_in)
    where store_id = me and id = any (who.ids);
    get diagnostics touched = row_count;
    return touched;
end $$;
